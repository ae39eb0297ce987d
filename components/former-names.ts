import type { GraphNode } from "../plan/graph-types";
import type { Cluster } from "./cluster";

/**
 * The logical names that a node had under the earlier names of its cluster. Objects start with the cluster's name,
 * namespaces end with it and their own name, and a cluster's own marker of a step ends with it.
 */
export function formerNames(
  node: GraphNode,
  { clusterName, previousNames }: Pick<Cluster, "clusterName" | "previousNames">,
): string[] {
  const tail = tailOf(node, clusterName);
  if (!node.name.endsWith(clusterName + tail)) return [];
  const head = node.name.slice(0, node.name.length - clusterName.length - tail.length);
  return previousNames.map((previous) => head + previous + tail);
}

function tailOf(node: GraphNode, clusterName: string): string {
  switch (node.kind) {
    case "object":
    case "work":
      return node.name.slice(clusterName.length);
    case "held":
      return node.name.startsWith(`${clusterName}/`) ? node.name.slice(clusterName.length) : `/${node.objectName}`;
    case "namespace":
      return `/${node.namespace}`;
    case "marker":
    case "replicaSet":
    case "step":
    case "waveEnd":
      return "";
  }
}
