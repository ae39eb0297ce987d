import type { ClusterReader } from "../../components/cluster-reader";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { type Joining, joiningByName, NOT_REGISTERED } from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import { type PulledObject, pulledObjects } from "../../ocm/pulled-objects";
import type { InventoryEntry } from "../../plan/inventory";
import { WORK_API } from "../../plan/works/manifest-work";
import type { KnownClusters } from "../cluster/known";
import { answerProblem, readerFor } from "../cluster/reach";
import type { LiveObject } from "./live";

/**
 * Reads from the hub what clusters have pulled, as their agents tell it. Clusters whose agents have stopped calling are silent: what
 * they told last may be long past.
 *
 * @param entries the ManifestWorks that were delivered
 */
export async function readPulled(entries: readonly InventoryEntry[], known: KnownClusters): Promise<LiveObject[]> {
  if (entries.length === 0) return [];
  const silent = (problem: string) =>
    entries.map((entry): LiveObject => ({ entry, why: "silent", reason: `the hub does not say: ${problem}` }));
  if (!known.clusters.credentials.some(({ cluster }) => cluster === LOCAL_CLUSTER))
    return silent("nothing says how it is reached");
  const read = known.kubeconfig(LOCAL_CLUSTER);
  if (!read.ok) return silent(read.problem);
  const hub = readerFor(read.kubeconfig);
  try {
    const joining = joiningByName(await hub.get(`/apis/${CLUSTER_API}/managedclusters`));
    return (await Promise.all(entries.map((entry) => readWork(entry, hub, joining)))).flat();
  } catch (error) {
    return silent(answerProblem(error));
  }
}

async function readWork(
  entry: InventoryEntry,
  hub: ClusterReader,
  joining: ReadonlyMap<string, Joining>,
): Promise<LiveObject[]> {
  const { namespace = "", objectName } = entry;
  const work = await hub.get(`/apis/${WORK_API}/namespaces/${namespace}/manifestworks/${objectName}`);
  if (work === undefined) return [{ entry, why: "gone", reason: "is not on the hub" }];
  const { available, message } = joining.get(namespace) ?? NOT_REGISTERED;
  return pulledObjects(work).map((one): LiveObject => {
    const own = entryOf(entry, one);
    if (available !== "True") return { entry: own, why: "silent", reason: message };
    const { object, problem } = one;
    return problem === undefined ? { entry: own, object, owned: [] } : { entry: own, why: "failed", reason: problem };
  });
}

/** What the inventory would have of an object if it had been delivered by itself. */
function entryOf({ namespace: _, ...entry }: InventoryEntry, { object }: PulledObject): InventoryEntry {
  const { apiVersion, kind: objectKind } = object;
  const { name: objectName = "", namespace } = object.metadata ?? {};
  return { ...entry, apiVersion, objectKind, objectName, ...(namespace === undefined ? {} : { namespace }) };
}
