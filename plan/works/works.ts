import { createHash } from "node:crypto";
import { InputError } from "../../model/findings";
import type { KubernetesObject } from "../../workloads/types";
import type { GraphNode, NamespaceNode, ObjectNode, ResourceGraph, WaveCluster, WaveEndNode } from "../graph-types";
import type { Inventory } from "../inventory";
import { checkPulled, isSecretNode } from "./check";
import { type HubOwner, hubLabels } from "./labels";
import { WORK_API, type WorkOptions, workContent } from "./manifest-work";
import { inPortions } from "./portions";
import { type MadeWork, type ReplicaSetOptions, withReplicaSets } from "./replica-sets";

/** Which clusters pull what is delivered to them, and how. */
export interface PullOptions extends WorkOptions, HubOwner {
  /** Names on the hub of the clusters that pull, by the names that policies know them by. */
  clusters: ReadonlyMap<string, string>;
  /** Whether Secrets may be delivered, which everybody can read who reads the hub. */
  allowSecrets: boolean;
  /** How content that several clusters pull alike is shared. Default: each has its own ManifestWorks. */
  replicaSets?: ReplicaSetOptions | undefined;
}

/** What becomes one ManifestWork, or several when it is too large. */
interface Group {
  cluster: string;
  step: string;
  namespace: string;
  component: string;
  /** Tells the groups of one component apart that two steps deliver; empty for the first. */
  suffix: string;
  objects: ObjectNode[];
  namespaces: Set<string>;
  dependsOn: Set<string>;
}

/**
 * A graph in which clusters that pull have ManifestWorks in the place of objects: one for each component and namespace. Steps are no part
 * of it: a workload that moves to another step would move to another ManifestWork, and the agents delete it from the one before they
 * create it from the other. What is held stays as it is and wins over what has its name.
 *
 * @param before what was delivered last
 * @throws InputError for what cannot be pulled
 */
export function pulledGraph(
  graph: ResourceGraph,
  options: PullOptions | undefined,
  before: Inventory = [],
): ResourceGraph {
  if (options === undefined || options.clusters.size === 0) return graph;
  const findings = checkPulled(graph, options);
  if (findings.length > 0) throw new InputError(findings);
  const held = new Set(graph.nodes.flatMap(heldNames));
  const groups = new Groups(graph, options);
  const works = new Map<Group, MadeWork[]>();
  const nodes: GraphNode[] = [];
  for (const node of graph.nodes) {
    const group = groups.of(node);
    if (group === "absorbed") continue;
    if (group === undefined) {
      const now = { ...node, dependsOn: groups.renamed(node.dependsOn, works) };
      nodes.push(now.kind === "waveEnd" ? { ...now, clusters: groups.inWave(now, works) } : now);
    } else if (!works.has(group)) {
      const dependsOn = groups.renamed([...group.dependsOn], works);
      const own = worksOf(group, graph.application, dependsOn, options).filter(({ node }) => !held.has(node.name));
      works.set(group, own);
      nodes.push(...own.map(({ node }) => node));
    }
  }
  const pulled = { ...graph, nodes };
  const { replicaSets } = options;
  if (replicaSets === undefined) return pulled;
  return withReplicaSets(pulled, [...works.values()].flat(), { ...options, replicaSets }, before);
}

/** Names of what is held: what several clusters share, under the name that it has for each. */
function heldNames(node: GraphNode): string[] {
  if (node.kind !== "held") return [];
  const { name, shared } = node;
  return shared === undefined ? [name] : shared.members.map(({ cluster }) => `${cluster}/${shared.content}`);
}

/** Sorts the objects of clusters that pull into groups. */
class Groups {
  readonly #byNode = new Map<string, Group>();
  readonly #namespaces = new Map<string, NamespaceNode>();

  constructor(
    graph: ResourceGraph,
    private readonly options: PullOptions,
  ) {
    const all = new Map<string, Group>();
    for (const node of graph.nodes) {
      if (!this.#isPulled(node)) continue;
      if (node.kind === "namespace") this.#namespaces.set(node.name, node);
      if (node.kind === "object") this.#add(node, all);
    }
  }

  /** The group of an object; `absorbed` for a namespace that is part of groups, undefined for what is not pulled. */
  of(node: GraphNode): Group | "absorbed" | undefined {
    if (this.#namespaces.has(node.name)) return "absorbed";
    return this.#byNode.get(node.name);
  }

  /** Names of nodes as they are called now. */
  renamed(names: readonly string[], works: ReadonlyMap<Group, readonly MadeWork[]>): string[] {
    const now = names.flatMap((name) => {
      if (this.#namespaces.has(name)) return [];
      const group = this.#byNode.get(name);
      return group === undefined ? [name] : (works.get(group) ?? []).map(({ node }) => node.name);
    });
    return [...new Set(now)];
  }

  /** What a wave has delivered, where nobody can look into the clusters that pull. */
  inWave({ clusters }: WaveEndNode, works: ReadonlyMap<Group, readonly MadeWork[]>): WaveCluster[] {
    return clusters.map((cluster) => {
      if (!this.options.clusters.has(cluster.name)) return cluster;
      return { ...cluster, nodes: this.renamed(cluster.nodes, works), objects: [] };
    });
  }

  #isPulled(node: GraphNode): node is ObjectNode | NamespaceNode {
    return (node.kind === "object" || node.kind === "namespace") && this.options.clusters.has(node.cluster);
  }

  #add(node: ObjectNode, all: Map<string, Group>): void {
    const { cluster, step, object } = node;
    const { namespace = "", labels = {} } = object.metadata ?? {};
    const component = labels["app.oam.dev/component"] ?? "";
    const key = (suffix: string) => JSON.stringify([cluster, namespace, component, suffix]);
    let number = 1;
    const suffix = () => (number === 1 ? "" : `-step-${number}`);
    while ((all.get(key(suffix()))?.step ?? step) !== step) number += 1;
    const group = all.get(key(suffix())) ?? {
      ...{ cluster, step, namespace, component, suffix: suffix(), objects: [] },
      namespaces: new Set<string>(),
      dependsOn: new Set<string>(),
    };
    all.set(key(suffix()), group);
    this.#byNode.set(node.name, group);
    group.objects.push(node);
    for (const name of node.dependsOn) {
      const ensured = this.#namespaces.get(name);
      if (ensured === undefined) group.dependsOn.add(name);
      else group.namespaces.add(ensured.namespace);
      for (const earlier of ensured?.dependsOn ?? []) group.dependsOn.add(earlier);
    }
  }
}

function worksOf(
  group: Group,
  application: ResourceGraph["application"],
  dependsOn: string[],
  options: PullOptions,
): MadeWork[] {
  const { cluster, step, objects } = group;
  const managed = options.clusters.get(cluster) ?? cluster;
  return inPortions(objects, ({ object }) => object).map((portion, index) => {
    const namespaces = [...group.namespaces].sort();
    const { spec, waitFor } = workContent(namespaces, portion, options);
    const suffix = `${group.suffix}${index === 0 ? "" : `-part-${index + 1}`}`;
    const place = [application.namespace, application.name, group.namespace];
    const work: KubernetesObject = {
      apiVersion: WORK_API,
      kind: "ManifestWork",
      metadata: {
        name: workName([...place, group.component], group.component, suffix),
        namespace: managed,
        labels: hubLabels(application, options),
      },
      spec,
    };
    return {
      node: {
        kind: "work",
        name: [cluster, ...place, "ManifestWork", `${group.component}${suffix}`].join("/"),
        ...{ cluster, step, dependsOn, work, waitFor },
        objects: portion.map(({ object }) => object),
        secret: portion.some(isSecretNode),
        ...patienceOf(portion),
      },
      ...{ managed, namespaces, objects: portion },
    };
  });
}

/** How long the most patient of some objects may take, where any says so. */
function patienceOf(nodes: readonly ObjectNode[]): { timeoutSeconds?: number } {
  const said = nodes.flatMap(({ timeoutSeconds }) => (timeoutSeconds === undefined ? [] : [timeoutSeconds]));
  return said.length === 0 ? {} : { timeoutSeconds: Math.max(...said) };
}

/** A name that is readable, valid and nobody else's: of the component, and a hash of where it belongs. */
function workName(identity: readonly string[], component: string, suffix: string): string {
  const hash = createHash("sha256").update(JSON.stringify(identity)).digest("hex").slice(0, 10);
  return `${component.slice(0, 40)}-${hash}${suffix}`;
}
