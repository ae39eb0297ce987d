import * as pulumi from "@pulumi/pulumi";
import type { ReplicaSetNode } from "../../plan/graph-types";
import { DEFAULT_TIMEOUT_SECONDS } from "../../plan/timeouts";
import type { Cluster } from "../cluster";
import { OUTCOME } from "../outcome";

/** Arguments of {@link Rollout}. */
export interface RolloutArgs {
  node: ReplicaSetNode;
  hub: Cluster;
  /** How long one cluster may take, in seconds. Default: {@link DEFAULT_TIMEOUT_SECONDS}. */
  timeoutSeconds?: number | undefined;
}

const TYPE = "flotilla:index:Rollout";

/**
 * The end of what the hub rolls out over several clusters. It waits in `up` only, in the plugin of `provider/`, and only for what has
 * changed: the hub's own status does not tell which version it is about.
 */
export class Rollout extends pulumi.CustomResource {
  constructor(name: string, { node, hub, timeoutSeconds }: RolloutArgs, opts: pulumi.CustomResourceOptions) {
    const { digest, members, minSuccessSeconds, maxFailures, set, step } = node;
    const { name: objectName, namespace } = set.metadata ?? {};
    super(
      TYPE,
      name,
      {
        ...{ step, digest, members, minSuccessSeconds, maxFailures },
        set: { namespace, name: objectName },
        timeoutSeconds: node.timeoutSeconds ?? timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
        hub: pulumi.secret(hub.access),
        ...OUTCOME,
      },
      { ...opts, hideDiffs: ["hub"] },
    );
  }
}

/** The end of a rollout that stays as it is, because its step is held. */
export class HeldRollout extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(TYPE, name, {}, { ...opts, ignoreChanges: ["*"] });
  }
}
