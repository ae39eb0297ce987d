import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import type { Finding } from "../model/findings";
import type { JsonObject } from "../model/json";
import type { GraphNode, HeldNode, MarkerNode, ResourceGraph, WaveEndNode } from "../plan/graph-types";
import { type Inventory, inventoryOf, meansOf } from "../plan/inventory";
import { isWatched } from "../plan/wave-ends";
import type { Cluster } from "./cluster";
import { formerNames } from "./former-names";
import { mistake } from "./mistake";
import type { DeliveryOptions } from "./object";
import { ReplicaSets } from "./ocm/replica-sets";
import { Placement } from "./placement";
import { PulledPlacement, type PullingCluster } from "./pulled-placement";
import { HeldStep, Step } from "./step";
import { HeldWaveEnd, WaveEnd } from "./wave-end";
import { Failures } from "./waves";

/** Arguments of {@link Application}. */
export interface ApplicationArgs extends DeliveryOptions {
  /** What to deliver, where, and in which order. */
  graph: ResourceGraph;
  /** The clusters of the graph, by the names that policies know them by. More are allowed. */
  clusters: Readonly<Record<string, Cluster>>;
  /** Further clusters that steps reach, and to which nothing is delivered. Default: none. */
  reached?: Readonly<Record<string, Pick<Cluster, "access">>> | undefined;
  /** The clusters of the graph that pull, by the names that policies know them by. Default: none. */
  pulling?: Readonly<Record<string, PullingCluster>> | undefined;
  /**
   * Names of objects of the graph that are known to be the Application's own, or not to be there yet. What somebody changed by hand
   * in these is set back; in others it is an error. Default: none.
   */
  checked?: ReadonlySet<string> | undefined;
  /** Steps that do something themselves run again when this changes. Default: only when their own properties change. */
  trigger?: string | undefined;
  /** When the command has begun that runs all of several stacks, RFC 3339. Default: there is only one. */
  began?: string | undefined;
  /**
   * What has stayed healthy in earlier runs, so that nothing waits for it again; see `plan/settlements.ts`. Default: nothing is known.
   */
  settled?: readonly string[] | undefined;
  /**
   * What was delivered of workloads that have not become healthy since, by logical name: while they are held, nobody waits for them.
   * Secret. Default: there are none.
   */
  unfinished?: ReadonlyMap<string, JsonObject> | undefined;
  /** Path of the module with step types of one's own. Default: there are only the built-in ones. */
  module?: string | undefined;
}

/**
 * One Application in all its clusters. The resources' identities come from cluster, namespace, kind and name only: steps can be
 * renamed, reordered and merged without touching what runs.
 */
export class Application extends pulumi.ComponentResource {
  readonly #placements = new Map<string, Placement>();
  readonly #made = new Map<string, { node: GraphNode; resource: pulumi.Resource }>();
  readonly #pulledPlacements = new Map<string, PulledPlacement>();
  #sharedOnHub: ReplicaSets | undefined;
  readonly #failures = new Failures(this.#made);
  /** `<namespace>/<name>`. */
  readonly applicationName: string;
  readonly #args: ApplicationArgs;
  #rounds: Promise<void> = Promise.resolve();

  constructor(name: string, args: ApplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("flotilla:index:Application", name, {}, opts);
    this.applicationName = name;
    this.#args = args;
    this.add(args.graph, args.checked);
    this.registerOutputs();
  }

  /** Names of everything that was made, once all of it is there and healthy. */
  get done(): pulumi.Output<string[]> {
    return pulumi.all([...this.#made.values()].map(({ resource }) => resource.urn));
  }

  /** What is delivered, once all of it is there and nothing more is decided. */
  get inventory(): pulumi.Output<Inventory> {
    const grown = pulumi.output(this.#rounds.then(() => true));
    return grown
      .apply(() => this.done)
      .apply(() => {
        const nodes = [...this.#made.values()].map(({ node }) => node);
        return inventoryOf({ application: this.#args.graph.application, nodes });
      });
  }

  /** Says until when graphs are added. */
  growsUntil(rounds: Promise<void>): void {
    this.#rounds = rounds;
  }

  /** The steps that do something themselves, by the steps' names; not those that stay as they are. */
  get steps(): ReadonlyMap<string, Step> {
    const made = [...this.#made.values()];
    return new Map(
      made.flatMap(({ node, resource }) => (node.kind === "step" ? [[node.step, resource as Step] as const] : [])),
    );
  }

  /** What failed in the waves of steps, once that is known. */
  get failures(): Promise<Finding[]> {
    return this.#failures.findings(this.applicationName);
  }

  /** Fulfilled when everything that was made has ended, in one way or another. */
  get ended(): Promise<void> {
    return this.#failures.ended();
  }

  /**
   * Makes what a graph has and no earlier one had.
   *
   * @param checked see {@link ApplicationArgs.checked}
   * @throws RunError when it has something else in the place of something that was made
   */
  add(graph: ResourceGraph, checked: ReadonlySet<string> = new Set()): void {
    for (const node of graph.nodes) {
      const earlier = this.#made.get(node.name);
      if (earlier !== undefined) refuseChange(earlier.node, node, this);
      else this.#made.set(node.name, { node, resource: this.#resource(node, this.#earlier(node), checked) });
    }
  }

  #earlier(node: GraphNode): pulumi.Resource[] {
    return node.dependsOn.map((name) => {
      const earlier = this.#made.get(name);
      if (earlier === undefined) throw new Error(`the graph names "${name}" before it is there`);
      return earlier.resource;
    });
  }

  #resource(node: GraphNode, dependsOn: pulumi.Resource[], checked: ReadonlySet<string>): pulumi.Resource {
    switch (node.kind) {
      case "object":
        return this.#placement(node.cluster).deliver(node, dependsOn, checked.has(node.name));
      case "namespace":
        return this.#placement(node.cluster).ensureNamespace(node, dependsOn);
      case "work":
        return this.#pulled(node.cluster).deliver(node, dependsOn);
      case "replicaSet":
        return this.#replicaSets().deliver(node, dependsOn);
      case "step": {
        const { clusters, reached, module, trigger, began } = this.#args;
        const args = { node, clusters: { ...reached, ...clusters }, module, trigger, began };
        return new Step(node.name, args, { parent: this, dependsOn });
      }
      case "held":
        return this.#held(node, dependsOn);
      case "waveEnd":
        return this.#waveEnd(node, dependsOn);
      case "marker":
        return this.#marker(node.name, { dependsOn, aliases: this.#aliases(node) });
    }
  }

  #held(node: HeldNode, dependsOn: pulumi.Resource[]): pulumi.Resource {
    switch (meansOf(node)) {
      case "Step":
        return new HeldStep(node.name, { parent: this, dependsOn });
      case "WaveEnd":
        return new HeldWaveEnd(node.name, { parent: this, dependsOn });
      case "Marker":
        return this.#marker(node.name, { dependsOn });
      case undefined:
        if (node.shared !== undefined) return this.#replicaSets().hold(node, dependsOn);
        return (node.pulled ? this.#pulled(node.cluster) : this.#placement(node.cluster)).hold(node, dependsOn);
    }
  }

  #waveEnd(node: WaveEndNode, dependsOn: pulumi.Resource[]): pulumi.Resource {
    if (!isWatched(node)) return this.#marker(node.name, { dependsOn });
    const { clusters, settled } = this.#args;
    const { timeoutSeconds = this.#args.timeoutSeconds } = node;
    const told = { failed: this.#failures.of(node), before: this.#failures.before(node) };
    const args = { node, clusters, settled: new Set(settled), timeoutSeconds, ...told };
    return new WaveEnd(node.name, args, { parent: this, dependsOn });
  }

  #marker(name: string, opts: pulumi.CustomResourceOptions): pulumi.Stash {
    return new pulumi.Stash(name, { input: MARKER }, { ...opts, parent: this });
  }

  #aliases(marker: MarkerNode): pulumi.Alias[] {
    const { clusters, pulling = {} } = this.#args;
    const all = [...Object.values(clusters), ...Object.values(pulling)];
    const former = all.flatMap((cluster) => formerNames(marker, cluster));
    return former.map((name) => ({ name }));
  }

  #pulled(clusterName: string): PulledPlacement {
    const existing = this.#pulledPlacements.get(clusterName);
    if (existing !== undefined) return existing;
    const { pulling = {}, timeoutSeconds, unfinished } = this.#args;
    const cluster = pulling[clusterName];
    if (cluster === undefined) {
      throw mistake(`delivers to cluster "${clusterName}", which is not among those that pull`, this);
    }
    const placement = new PulledPlacement(
      { application: this.applicationName, cluster, timeoutSeconds, unfinished },
      { parent: this },
    );
    this.#pulledPlacements.set(clusterName, placement);
    return placement;
  }

  #replicaSets(): ReplicaSets {
    if (this.#sharedOnHub !== undefined) return this.#sharedOnHub;
    const { pulling = {}, timeoutSeconds } = this.#args;
    const [first] = Object.values(pulling);
    if (first === undefined) throw mistake("delivers to clusters that pull, and none is among its clusters", this);
    const args = { application: this.applicationName, hub: first.hub, pulling, timeoutSeconds };
    this.#sharedOnHub = new ReplicaSets(args, { parent: this });
    return this.#sharedOnHub;
  }

  #placement(clusterName: string): Placement {
    const existing = this.#placements.get(clusterName);
    if (existing !== undefined) return existing;
    const { clusters, health, timeoutSeconds, unfinished } = this.#args;
    const cluster = clusters[clusterName];
    if (cluster === undefined) {
      throw mistake(`delivers to cluster "${clusterName}", which is not among its clusters`, this);
    }
    const args = { application: this.applicationName, cluster, health, timeoutSeconds, unfinished };
    const placement = new Placement(args, { parent: this });
    this.#placements.set(clusterName, placement);
    return placement;
  }
}

/** What a marker holds. Always the same, so that a step that is renamed is no change. */
const MARKER = "done";

/** An object that was delivered cannot be delivered otherwise in the same run, when a step decides so at run time. */
function refuseChange(made: GraphNode, node: GraphNode, application: Application): void {
  if (made.kind === "work" && node.kind === "work" && !isDeepStrictEqual(made.work, node.work)) {
    throw mistake(
      `cluster "${node.cluster}" would pull ${node.name} again, otherwise than in this run before`,
      application,
    );
  }
  if (made.kind === "replicaSet" && node.kind === "replicaSet" && made.digest !== node.digest) {
    throw mistake(`several clusters would pull ${node.name} again, otherwise than in this run before`, application);
  }
  if (made.kind !== "object" || node.kind !== "object" || isDeepStrictEqual(made.object, node.object)) return;
  const { kind, metadata } = node.object;
  throw mistake(
    `step "${node.step}" would deliver ${kind} "${metadata?.name}" to cluster "${node.cluster}" again, which step "${made.step}" has delivered in this run: give it to one of them`,
    application,
  );
}
