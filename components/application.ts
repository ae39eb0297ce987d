import * as pulumi from "@pulumi/pulumi";
import type { GraphNode, MarkerNode, ResourceGraph } from "../plan/graph-types";
import type { Cluster } from "./cluster";
import { formerNames } from "./former-names";
import { mistake } from "./mistake";
import type { DeliveryOptions } from "./object";
import { Placement } from "./placement";

/** Arguments of {@link Application}. */
export interface ApplicationArgs extends DeliveryOptions {
  /** What to deliver, where, and in which order. */
  graph: ResourceGraph;
  /** The clusters of the graph, by the names that policies know them by. More are allowed. */
  clusters: Readonly<Record<string, Cluster>>;
  /**
   * Names of objects of the graph that are known to be the Application's own, or not to be there yet. What somebody changed by hand
   * in these is set back; in others it is an error. Default: none.
   */
  checked?: ReadonlySet<string> | undefined;
}

/**
 * One Application in all its clusters. The resources' identities come from cluster, namespace, kind and name only: steps can be
 * renamed, reordered and merged without touching what runs.
 */
export class Application extends pulumi.ComponentResource {
  /** Names of everything that was made, once all of it is there and healthy. */
  readonly done: pulumi.Output<string[]>;
  readonly #placements = new Map<string, Placement>();
  readonly #name: string;
  readonly #args: ApplicationArgs;

  constructor(name: string, args: ApplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("flotilla:index:Application", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const resources = new Map<string, pulumi.Resource>();
    for (const node of args.graph.nodes) {
      const dependsOn = node.dependsOn.map((earlier) => found(resources, earlier));
      resources.set(node.name, this.#resource(node, dependsOn));
    }
    this.done = pulumi.all([...resources.values()].map(({ urn }) => urn));
    this.registerOutputs();
  }

  #resource(node: GraphNode, dependsOn: pulumi.Resource[]): pulumi.Resource {
    switch (node.kind) {
      case "object":
        return this.#placement(node.cluster).deliver(node, dependsOn);
      case "namespace":
        return this.#placement(node.cluster).ensureNamespace(node, dependsOn);
      case "held":
        return this.#placement(node.cluster).hold(node, dependsOn);
      case "marker":
        return new pulumi.Stash(
          node.name,
          { input: MARKER },
          { parent: this, dependsOn, aliases: this.#aliases(node) },
        );
    }
  }

  #aliases(marker: MarkerNode): pulumi.Alias[] {
    const former = Object.values(this.#args.clusters).flatMap((cluster) => formerNames(marker, cluster));
    return former.map((name) => ({ name }));
  }

  #placement(clusterName: string): Placement {
    const existing = this.#placements.get(clusterName);
    if (existing !== undefined) return existing;
    const { clusters, checked, health, timeoutSeconds } = this.#args;
    const cluster = clusters[clusterName];
    if (cluster === undefined) {
      throw mistake(`delivers to cluster "${clusterName}", which is not among its clusters`, this);
    }
    const args = { application: this.#name, cluster, checked, health, timeoutSeconds };
    const placement = new Placement(args, { parent: this });
    this.#placements.set(clusterName, placement);
    return placement;
  }
}

/** What a marker holds. Always the same, so that a step that is renamed is no change. */
const MARKER = "done";

function found(resources: ReadonlyMap<string, pulumi.Resource>, name: string): pulumi.Resource {
  const resource = resources.get(name);
  if (resource === undefined) throw new Error(`the graph names "${name}" before it is there`);
  return resource;
}
