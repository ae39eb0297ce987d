import { createHash } from "node:crypto";
import type { JsonObject } from "../../model/json";
import { CLUSTER_API_GROUP, PLACEMENT_API } from "../../ocm/names";
import type { KubernetesObject } from "../../workloads/types";
import { CLUSTER_LABEL } from "../finish";
import type {
  GraphNode,
  Member,
  NamespaceNode,
  ObjectNode,
  ReplicaSetNode,
  ResourceGraph,
  WorkNode,
} from "../graph-types";
import type { Inventory } from "../inventory";
import { dependenciesBefore } from "./dependencies-before";
import { type HubOwner, hubLabels } from "./labels";
import { type WorkOptions, workContent } from "./manifest-work";
import { nameSets, type SetContent } from "./set-names";

/** Where and how ManifestWorkReplicaSets are made. */
export interface ReplicaSetOptions {
  /** Namespace of the hub. */
  namespace: string;
  /** How long a cluster may take before its rollout counts as failed, where nothing else is said, in seconds. */
  timeoutSeconds: number;
}

/** What sharing needs to know. */
type SharingOptions = WorkOptions & HubOwner & { replicaSets: ReplicaSetOptions };

/** A ManifestWork, with what it was made of. */
export interface MadeWork {
  node: WorkNode;
  /** The cluster's name on the hub. */
  managed: string;
  namespaces: readonly string[];
  objects: readonly ObjectNode[];
}

/**
 * What {@link ReplicaSetOptions.namespace} may be: the hub marks ManifestWorks with namespace and name of their set, in one label of 63
 * characters.
 */
export const REPLICA_SET_NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/;

/** Group and version of `ManifestWorkReplicaSet`. */
export const REPLICA_SET_API = "work.open-cluster-management.io/v1alpha1";

/** How a step goes through its clusters. */
type Pace = Pick<ReplicaSetNode, "minSuccessSeconds" | "maxFailures"> & { atOnce?: number };

/** Content of one step that several clusters pull alike. */
interface Shared extends SetContent {
  step: string;
  works: MadeWork[];
  pace: Pace;
}

/**
 * A graph in which what a step delivers to several clusters alike is one ManifestWorkReplicaSet in the place of one ManifestWork for each.
 * What some of them have otherwise stays a ManifestWork of their own. A step that goes through its clusters in waves has either one
 * ManifestWorkReplicaSet for all that it delivers, which the hub rolls out, or none: several would not know of each other.
 *
 * @param made what all ManifestWorks of the graph were made of
 * @param before what was delivered last
 */
export function withReplicaSets(
  graph: ResourceGraph,
  made: readonly MadeWork[],
  options: SharingOptions,
  before: Inventory,
): ResourceGraph {
  const shared = sharedContents(made, graph);
  if (shared.length === 0) return graph;
  const names = nameSets(shared, deliveredContents(graph), before);
  const replaced = new Map<string, string>();
  for (const one of shared) {
    const name = names.get(one) ?? "";
    for (const { node } of one.works) replaced.set(node.name, name);
    for (const node of graph.nodes)
      if (node.kind === "waveEnd" && node.step === one.step) replaced.set(node.name, name);
  }
  const renamed = (node: GraphNode, own = node.name) => {
    const names = node.dependsOn.map((name) => replaced.get(name) ?? name);
    return [...new Set(names)].filter((name) => name !== own);
  };
  const namespace = namespaceNode(graph, options.replicaSets, shared[0]?.step ?? "");
  const sets = shared.map((one) => {
    const name = names.get(one) ?? "";
    const dependsOn = [...new Set(one.works.flatMap(({ node }) => renamed(node, name)))];
    return replicaSet({ ...one, name, dependsOn: [...dependsOn, namespace.name] }, graph.application, options);
  });
  const others = graph.nodes.filter(({ name }) => !replaced.has(name) && name !== namespace.name);
  const all = [namespace, ...sets, ...others.map((node) => ({ ...node, dependsOn: renamed(node) }))];
  return { ...graph, nodes: dependenciesBefore(all) };
}

/** What each cluster's own ManifestWork is called after the cluster's name. */
export function contentOf({ name, cluster }: Pick<WorkNode, "name" | "cluster">): string {
  return name.slice(cluster.length + 1);
}

function sharedContents(made: readonly MadeWork[], graph: ResourceGraph): Shared[] {
  const alike = new Map<string, MadeWork[]>();
  for (const work of made) {
    const key = likeness(work);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [work]);
    else known.push(work);
  }
  const several = [...alike.values()].filter((works) => works.length > 1);
  const shared = several.map((works) => sharedOf(works, graph));
  return shared.filter((one) => one.pace.atOnce === undefined || isAllOf(one, graph));
}

/** The same for works that differ in nothing but their clusters. */
function likeness({ node, namespaces, objects }: MadeWork): string {
  const parts = objects.map(({ object, handling }) => [withoutCluster(object), handling]);
  return JSON.stringify([node.step, contentOf(node), node.secret, node.timeoutSeconds, namespaces, parts]);
}

/** The label says where KubeVela has put an object; one object for several clusters cannot have it. */
function withoutCluster(object: KubernetesObject): KubernetesObject {
  const { [CLUSTER_LABEL]: _, ...labels } = object.metadata?.labels ?? {};
  return { ...object, metadata: { ...object.metadata, labels } };
}

function sharedOf(works: MadeWork[], { nodes }: ResourceGraph): Shared {
  const step = works[0]?.node.step ?? "";
  const members = works.map(({ node, managed }): Member => ({ cluster: node.cluster, managed }));
  const content = works[0] === undefined ? "" : contentOf(works[0].node);
  const ends = nodes.filter((node) => node.kind === "waveEnd").filter((node) => node.step === step);
  const [first] = ends;
  if (first === undefined) return { step, content, members, works, pace: { minSuccessSeconds: 0, maxFailures: 0 } };
  const { minSuccessSeconds, maxFailures } = first;
  const pace = { minSuccessSeconds, maxFailures, atOnce: Math.max(1, ...ends.map(({ clusters }) => clusters.length)) };
  return { step, content, members, works, pace };
}

function isAllOf({ step, works }: Shared, { nodes }: ResourceGraph): boolean {
  const names = new Set(works.map(({ node }) => node.name));
  return nodes.every(
    (node) => !("step" in node) || node.step !== step || node.kind === "waveEnd" || names.has(node.name),
  );
}

/** Which clusters get something, by what it is to each of them. */
function deliveredContents({ nodes }: ResourceGraph): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const node of nodes) {
    if (node.kind !== "work") continue;
    const content = contentOf(node);
    found.set(content, (found.get(content) ?? new Set()).add(node.cluster));
  }
  return found;
}

/** The hub's namespace for all of them: made sure of as in other clusters, and never deleted. */
function namespaceNode(
  { application, nodes }: ResourceGraph,
  { namespace }: ReplicaSetOptions,
  step: string,
): NamespaceNode {
  const cluster = "local";
  const name = [application.namespace, application.name, cluster, namespace].join("/");
  const known = nodes.find((node) => node.name === name);
  if (known?.kind === "namespace") return known;
  return { kind: "namespace", name, cluster, step, namespace, dependsOn: [] };
}

function replicaSet(
  { name, step, content, members, works, pace, dependsOn }: Shared & { name: string; dependsOn: string[] },
  application: ResourceGraph["application"],
  options: SharingOptions,
): ReplicaSetNode {
  const [first] = works;
  if (first === undefined) throw new Error("a ManifestWorkReplicaSet without clusters");
  const { namespaces, node } = first;
  const { namespace, timeoutSeconds } = options.replicaSets;
  const objects = first.objects.map((one) => ({ ...one, object: withoutCluster(one.object) }));
  const { spec: manifestWorkTemplate } = workContent(namespaces, objects, options, true);
  const metadata = {
    name: objectNameOf(
      [node.work.metadata?.name, hashOf(options.owner).slice(0, 6), name.slice(name.lastIndexOf("set-"))],
      namespace,
    ),
    namespace,
    labels: hubLabels(application, options),
  };
  const names = members.map(({ managed }) => managed).sort();
  const rolloutStrategy = strategyOf(pace, node.timeoutSeconds ?? timeoutSeconds);
  const spec = {
    cascadeDeletionPolicy: "Foreground",
    manifestWorkTemplate,
    placementRefs: [{ name: metadata.name, rolloutStrategy }],
  };
  return {
    ...{ kind: "replicaSet", name, step, content, members, dependsOn },
    placement: { apiVersion: PLACEMENT_API, kind: "Placement", metadata, spec: placementSpec(names) },
    set: { apiVersion: REPLICA_SET_API, kind: "ManifestWorkReplicaSet", metadata, spec },
    digest: hashOf(JSON.stringify([spec, names])).slice(0, 16),
    minSuccessSeconds: pace.minSuccessSeconds,
    maxFailures: pace.maxFailures,
    objects: works.flatMap((work) => work.objects.map(({ object }) => object)),
    secret: node.secret,
    ...(node.timeoutSeconds === undefined ? {} : { timeoutSeconds: node.timeoutSeconds }),
  };
}

/**
 * The clusters of a set by their names, whatever becomes of them: a cluster that the hub does not reach for a while would lose what it has
 * if it were not tolerated.
 */
function placementSpec(names: readonly string[]): JsonObject {
  const celExpressions = [`managedCluster.metadata.name in ${JSON.stringify(names)}`];
  return {
    clusterSets: [ALL_CLUSTERS],
    tolerations: [{ operator: "Exists" }],
    predicates: [{ requiredClusterSelector: { celSelector: { celExpressions } } }],
  };
}

/** The ManagedClusterSet that OCM makes of all clusters. */
const ALL_CLUSTERS = "global";

/** What lets Placements of a namespace choose among all clusters. */
export function clusterSetBinding(namespace: string): KubernetesObject {
  return {
    apiVersion: `${CLUSTER_API_GROUP}/v1beta2`,
    kind: "ManagedClusterSetBinding",
    metadata: { name: ALL_CLUSTERS, namespace },
    spec: { clusterSet: ALL_CLUSTERS },
  };
}

function strategyOf({ atOnce, minSuccessSeconds, maxFailures }: Pace, timeoutSeconds: number): JsonObject {
  if (atOnce === undefined) return { type: "All", all: { progressDeadline: "None" } };
  const progressive = {
    ...{ maxConcurrency: atOnce, maxFailures },
    ...{ minSuccessTime: `${minSuccessSeconds}s`, progressDeadline: `${timeoutSeconds}s` },
  };
  return { type: "Progressive", progressive };
}

/** The hub marks works with `<namespace>.<name>` of their set: a label's value of two parts. */
function objectNameOf(parts: readonly (string | undefined)[], namespace: string): string {
  const name = parts.join("-").replaceAll(".", "-");
  const room = 63 - namespace.length - 1;
  return name.length <= room ? name : `${name.slice(0, room - 11)}-${hashOf(name).slice(0, 10)}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
