import type { Documents } from "../model/application";
import type { PlanningOptions } from "../plan/types";
import { type Clusters, liveClusters } from "../sources/clusters";
import { type ReadReferences, readReferences } from "../sources/read";
import { typeRegistry } from "../workloads/registry";
import { ClusterReader } from "./cluster-reader";
import type { Fleet } from "./fleet";
import type { Settings } from "./settings";

/** The clusters of a stack, for reading before planning; one that does not exist yet does not answer. */
export function clustersOf(
  { credentials }: Pick<Settings, "credentials">,
  fleet: Pick<Fleet, "connections">,
): Clusters {
  return liveClusters(async (cluster) => {
    if (!credentials.some((one) => one.cluster === cluster)) throw new Error("flotilla:clusters does not name it");
    const [connection] = await fleet.connections([cluster]);
    if (connection?.kubeconfig === undefined) throw new Error("it does not exist yet");
    return new ClusterReader(connection.kubeconfig);
  });
}

/**
 * Reads what the Applications of a stack refer to: objects that the documents do not have come from the clusters of the stack's
 * configuration. Connects to nothing when they refer to nothing there.
 */
export function readForStack(
  documents: Documents,
  settings: Pick<Settings, "registry" | "credentials">,
  fleet: Pick<Fleet, "connections">,
  { types = typeRegistry() }: PlanningOptions = {},
): Promise<ReadReferences> {
  return readReferences(documents, settings.registry, types, clustersOf(settings, fleet));
}
