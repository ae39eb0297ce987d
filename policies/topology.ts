import { z } from "zod";
import { type ClusterInfo, type ClusterRegistry, LOCAL_CLUSTER } from "../model/cluster";
import { effectiveLabels } from "../model/registry";
import { suggest } from "../model/suggest";
import { type Problem, policyType } from "./types";

const labels = z.record(z.string(), z.string());

/**
 * Where an Application goes: clusters by name or by labels, and a namespace in them.
 * Semantics: KubeVela `pkg/policy/topology.go`.
 */
export const topology = policyType({
  name: "topology",
  description: "Selects the clusters, and optionally the namespace, that components are delivered to.",
  schema: z.strictObject({
    clusters: z.array(z.string()).optional().describe("Names of clusters, in order of delivery; wins over labels."),
    clusterLabelSelector: labels
      .optional()
      .describe("Labels that a cluster must all have; `{}` selects every cluster."),
    allowEmpty: z.boolean().optional().describe("Whether a label selector that matches no cluster is fine."),
    clusterSelector: labels.optional().describe("Deprecated and without effect; use clusterLabelSelector."),
    namespace: z.string().optional().describe("Namespace in the clusters; the Application's own when left out."),
  }),
});

/** Properties of a topology policy. */
export type Topology = z.infer<typeof topology.schema>;

/** A cluster that a topology selects, with the namespace it names; undefined means the Application's own. */
export interface SelectedPlacement {
  cluster: string;
  namespace: string | undefined;
}

/**
 * The placements of one topology, in its own order: listed clusters as listed; clusters selected by labels with `local`
 * first and then the newest joined first, as KubeVela has them; `local` when neither is given.
 */
export function selectPlacements(
  spec: Topology,
  appNamespace: string,
  registry: ClusterRegistry,
): { placements: SelectedPlacement[]; problems: Problem[] } {
  const { clusters, problems } = selectClusters(spec, registry);
  if (!registry.allowCrossNamespace && spec.namespace && spec.namespace !== appNamespace) {
    problems.push({
      severity: "error",
      code: "cross-namespace",
      message: `namespace "${spec.namespace}" is not the Application's own namespace "${appNamespace}", and crossing namespaces is switched off`,
      hint: "leave the namespace out, or allow it with allowCrossNamespace: true",
      path: ["namespace"],
    });
  }
  const namespace = spec.namespace || undefined;
  return { placements: clusters.map((cluster) => ({ cluster, namespace })), problems };
}

function selectClusters(spec: Topology, registry: ClusterRegistry): { clusters: string[]; problems: Problem[] } {
  if (spec.clusters !== undefined) return listedClusters(spec.clusters, registry);
  if (spec.clusterLabelSelector !== undefined) return labelledClusters(spec, spec.clusterLabelSelector, registry);
  const problems: Problem[] = [];
  if (spec.clusterSelector !== undefined) {
    problems.push({
      severity: "warning",
      code: "unknown-field",
      message: `clusterSelector has no effect, so this topology selects only the cluster "${LOCAL_CLUSTER}"`,
      hint: "write clusterLabelSelector",
      path: ["clusterSelector"],
    });
  }
  return { clusters: [LOCAL_CLUSTER], problems };
}

function listedClusters(names: string[], registry: ClusterRegistry): { clusters: string[]; problems: Problem[] } {
  const known = new Set(registry.clusters.map((cluster) => cluster.name));
  const problems: Problem[] = names.flatMap((name, index) => {
    if (known.has(name)) return [];
    return [
      {
        severity: "error",
        code: "unknown-cluster",
        message: `there is no cluster "${name}"`,
        hint: hintForCluster(name, [...known]),
        path: ["clusters", index],
      },
    ];
  });
  if (names.length === 0) {
    problems.push({
      severity: "warning",
      code: "nothing-matches",
      message: "the list of clusters is empty, so nothing is delivered",
      path: ["clusters"],
    });
  }
  return { clusters: names.filter((name) => known.has(name)), problems };
}

function hintForCluster(name: string, known: string[]): string {
  const near = suggest(name, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  return known.length <= 10 ? `known clusters: ${known.join(", ")}` : "join it first, or correct the name";
}

function labelledClusters(
  spec: Topology,
  selector: Record<string, string>,
  registry: ClusterRegistry,
): { clusters: string[]; problems: Problem[] } {
  const clusters = inSelectionOrder(registry)
    .filter((cluster) => hasLabels(cluster, selector))
    .map((cluster) => cluster.name);
  if (clusters.length > 0) return { clusters, problems: [] };
  const problem: Problem = {
    severity: spec.allowEmpty ? "warning" : "error",
    code: "no-cluster-matches",
    message: `no cluster has the labels ${formatLabels(selector)}, so nothing is delivered`,
    path: ["clusterLabelSelector"],
  };
  if (!spec.allowEmpty) problem.hint = "label a cluster, correct the selector, or set allowEmpty: true";
  return { clusters, problems: [problem] };
}

/** `local` first, then the newest joined first; the registry lists them oldest first. */
function inSelectionOrder(registry: ClusterRegistry): ClusterInfo[] {
  const isLocal = (cluster: ClusterInfo) => cluster.name === LOCAL_CLUSTER;
  return [...registry.clusters.filter(isLocal), ...registry.clusters.filter((c) => !isLocal(c)).reverse()];
}

/** Whether a cluster has all of some labels. */
export function hasLabels(cluster: ClusterInfo, selector: Readonly<Record<string, string>>): boolean {
  const labelsOf = effectiveLabels(cluster);
  return Object.entries(selector).every(([key, value]) => labelsOf[key] === value);
}

/** Labels as people write them: `a=1, b=2`. */
export function formatLabels(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
