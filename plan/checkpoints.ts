import type { ClusterCredentials } from "../model/registry";
import { isRelease } from "../workloads/release";
import type { PlannedApplication } from "./deliveries";

/**
 * What of a plan could not be found again if a run were cut off before its state is saved; undefined when all of it could:
 * objects in clusters, and on the hub what clusters pull, carry their names, and the Application's labels.
 *
 * @param clusters those that the stack's configuration lists, with the hub where clusters pull: others are not searched
 * @param registers whether clusters are registered in the hub that were not before
 */
export function needsCheckpoints(
  planned: readonly PlannedApplication[],
  clusters: readonly ClusterCredentials[],
  registers: boolean,
): string | undefined {
  const created = clusters.find(({ ack }) => ack !== undefined);
  if (created !== undefined) return `cluster "${created.cluster}" in Alibaba Cloud`;
  if (registers) return "the registration of clusters";
  const listed = new Set(clusters.map(({ cluster }) => cluster));
  const nodes = planned.flatMap(({ graph }) => graph.nodes);
  for (const node of nodes) {
    if (node.kind === "step") return `that step "${node.step}" has run`;
    if (node.kind === "object" && !listed.has(node.cluster))
      return `what is in cluster "${node.cluster}", which the configuration does not list`;
    if (node.kind === "object" && isRelease(node.object)) return `Helm release "${node.object.metadata?.name}"`;
  }
  return undefined;
}
