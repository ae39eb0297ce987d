import { LOCAL_CLUSTER } from "../model/cluster";
import type { PlannedApplication } from "./deliveries";
import type { GraphNode } from "./graph-types";
import { type Acting, actsHere } from "./shards/acting";
import { NOTHING_SKIPPED, type Skip } from "./skip";

/** Whether a node is on the hub, for its cluster to pull. */
function isPulledNode(node: GraphNode): boolean {
  return node.kind === "work" || node.kind === "replicaSet" || (node.kind === "held" && node.pulled === true);
}

/**
 * The clusters that flotilla itself reaches to deliver something, in the order in which they are reached; of skipped ones those that
 * hold something. For a cluster that pulls, that is the hub.
 *
 * @param pulling clusters that pull. Default: none
 * @param acting which of several stacks reaches them. Default: there is only one
 */
export function usedClusters(
  planned: readonly PlannedApplication[],
  pulling: ReadonlyMap<string, string> = new Map(),
  { clusters: skipped }: Skip = NOTHING_SKIPPED,
  acting?: Acting,
): string[] {
  const reached = (cluster: string) => (pulling.has(cluster) ? LOCAL_CLUSTER : cluster);
  const names = planned.flatMap(({ plan, graph, open }) => [
    ...graph.nodes.flatMap((node) => {
      if (isPulledNode(node)) return [LOCAL_CLUSTER];
      return "cluster" in node && node.cluster !== "" ? [node.cluster] : [];
    }),
    ...plan.steps
      .flatMap(({ name, conditions, missing, placements, reaches = [] }) => [
        ...(conditions || missing || open.includes(name) ? placements.map(({ cluster }) => reached(cluster)) : []),
        ...(actsHere({ reaches }, acting) ? reaches : []),
      ])
      .filter((cluster) => !skipped.has(cluster)),
  ]);
  return [...new Set(names)];
}
