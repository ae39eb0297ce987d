import type { Documents } from "../model/application";
import type { PlanningOptions } from "../plan/types";
import { liveClusters } from "../sources/clusters";
import { type ReadReferences, readReferences } from "../sources/read";
import { typeRegistry } from "../workloads/registry";
import { ClusterReader } from "./cluster-reader";
import type { Fleet } from "./fleet";
import type { Settings } from "./settings";

/**
 * Reads what the Applications of a stack refer to: objects that the documents do not have come from the clusters of the stack's
 * configuration. Connects to nothing when they refer to nothing there.
 */
export function readForStack(
  documents: Documents,
  { registry, credentials }: Pick<Settings, "registry" | "credentials">,
  fleet: Pick<Fleet, "connections">,
  { types = typeRegistry() }: PlanningOptions = {},
): Promise<ReadReferences> {
  const clusters = liveClusters(async (cluster) => {
    if (!credentials.some((one) => one.cluster === cluster)) throw new Error("flotilla:clusters does not name it");
    const [connection] = await fleet.connections([cluster]);
    if (connection?.kubeconfig === undefined) throw new Error("it does not exist yet");
    return new ClusterReader(connection.kubeconfig);
  });
  return readReferences(documents, registry, types, clusters);
}
