import * as pulumi from "@pulumi/pulumi";
import { formatPlace } from "../model/findings";
import type { Json } from "../model/json";
import type { StepNode } from "../plan/graph-types";
import type { StepResult } from "../plan/running/types";
import type { Cluster } from "./cluster";
import { OUTCOME } from "./outcome";

/** Arguments of {@link Step}. */
export interface StepArgs {
  node: StepNode;
  /** The clusters that the step may have to reach, by name. More are allowed. */
  clusters: Readonly<Record<string, Pick<Cluster, "access">>>;
  /** The step runs again when this changes. Default: only when its own properties change. */
  trigger?: string | undefined;
  /** Path of the module with step types of one's own. */
  module?: string | undefined;
  /** When the command has begun that this run is one of, RFC 3339: a step that has failed in another one runs again. */
  began?: string | undefined;
}

const TYPE = "flotilla:index:Step";

/** What the plugin gives back. */
const RESULTS = { values: undefined, phase: undefined, reason: undefined, message: undefined, ...OUTCOME };

/**
 * A step of a workflow that does something itself. It runs when it is created or changed, in `up` only, in the plugin of
 * `provider/`; credentials are no change.
 */
export class Step extends pulumi.CustomResource {
  /** The values of the step's outputs, by their names. */
  declare readonly values: pulumi.Output<Readonly<Record<string, Json>>>;
  declare readonly phase: pulumi.Output<StepResult["phase"]>;
  declare readonly reason: pulumi.Output<string | undefined>;
  /** What it has to say. */
  declare readonly message: pulumi.Output<string | undefined>;

  constructor(
    name: string,
    { node, clusters, trigger = "", module, began }: StepArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    const { run, place, secret, timeoutSeconds } = node;
    const access = node.clusters.map((cluster) => [cluster, clusters[cluster]?.access]);
    super(
      TYPE,
      name,
      {
        ...{ type: run.type, outputs: run.outputs, context: run.context, mayFail: run.mayFail, trigger },
        ...(run.own ? { module } : {}),
        ...(run.mayFail ? { began } : {}),
        properties: secret ? pulumi.secret(run.properties) : run.properties,
        clusters: pulumi.secret(Object.fromEntries(access)),
        place: formatPlace(place),
        timeoutSeconds,
        secretOutputs: run.secretOutputs || secret,
        ...RESULTS,
      },
      { ...opts, hideDiffs: ["clusters", "module", "place", "began"] },
    );
    if (pulumi.runtime.isDryRun()) return;
    this.message.apply((text) => (text ? pulumi.log.info(`step "${node.step}": ${text}`, this) : undefined));
  }
}

/** A step that stays as it was when it ran last. If the state has lost it, nothing is run in its place. */
export class HeldStep extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(TYPE, name, { type: "held" }, { ...opts, ignoreChanges: ["*"] });
  }
}
