import type { ClusterReader } from "../../components/cluster-reader";
import type { InventoryEntry } from "../../plan/inventory";
import { isRelease } from "../../workloads/release";
import type { KubernetesObject } from "../../workloads/types";
import type { KnownClusters } from "../cluster/known";
import { answerProblem, readerFor } from "../cluster/reach";
import { type OwnedObject, ownedBy, readMade } from "./owned";
import { readPulled } from "./pulled";
import type { Health } from "./types";

/** One delivered object: as the cluster has it now, or why that is not known. */
export type LiveObject = { entry: InventoryEntry } & ({ object: KubernetesObject; owned: OwnedObject[] } | Absent);

/** Why there is nothing to show of an object. */
export interface Absent {
  object?: undefined;
  /** `gone` when the cluster does not have it, `failed` when its agents could not make it what it should be. */
  why: "silent" | "gone" | "failed" | "refused" | "release";
  reason: string;
}

/** How something is that there is nothing to show of. */
export function absentHealth({ why }: Absent): Health {
  return why === "gone" || why === "failed" ? "unhealthy" : "unknown";
}

/**
 * Reads what was delivered from the clusters, all at once, and from the hub what clusters have pulled. A cluster that does not
 * answer within 5 s costs nobody else anything.
 *
 * @param withOwned whether to read also what controllers made for them; nothing is said to be owned otherwise, nor where clusters pull
 */
export async function readLive(
  entries: readonly InventoryEntry[],
  clusters: KnownClusters,
  withOwned = false,
): Promise<LiveObject[]> {
  const pulled = entries.filter((entry) => entry.pulled);
  const pushed = entries.filter((entry) => !entry.pulled);
  const names = [...new Set(pushed.map(({ cluster }) => cluster))];
  const read = names.map((cluster) =>
    readCluster(
      cluster,
      pushed.filter((entry) => entry.cluster === cluster),
      clusters,
      withOwned,
    ),
  );
  return (await Promise.all([...read, readPulled(pulled, clusters)])).flat();
}

async function readCluster(
  cluster: string,
  entries: readonly InventoryEntry[],
  clusters: KnownClusters,
  withOwned: boolean,
): Promise<LiveObject[]> {
  const silent = (reason: string) => entries.map((entry): LiveObject => ({ entry, why: "silent", reason }));
  const name = clusters.nameNow(cluster);
  if (name === undefined) return silent("it is not joined any more");
  const read = clusters.kubeconfig(name);
  if (!read.ok) return silent(read.problem);
  const reader = readerFor(read.kubeconfig);
  try {
    await reader.get("/version");
  } catch (error) {
    return silent(answerProblem(error));
  }
  const namespaces = new Set(withOwned ? entries.flatMap(({ namespace }) => namespace ?? []) : []);
  const [live, made] = await Promise.all([
    Promise.all(entries.map((entry) => readObject(entry, reader))),
    readMade(reader, [...namespaces]),
  ]);
  return live.map((one) => (one.object === undefined ? one : { ...one, owned: ownedBy(one.object, made) }));
}

async function readObject(entry: InventoryEntry, reader: ClusterReader): Promise<LiveObject> {
  const { apiVersion, objectKind: kind, objectName: name, namespace } = entry;
  const wanted = { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
  if (isRelease(wanted)) return { entry, why: "release", reason: "a Helm release; its objects are not asked for" };
  try {
    const object = await reader.read(wanted);
    return object === undefined ? { entry, why: "gone", reason: "is not there" } : { entry, object, owned: [] };
  } catch (error) {
    return { entry, why: "refused", reason: answerProblem(error) };
  }
}
