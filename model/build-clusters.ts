import type { z } from "zod";
import { type ClusterInfo, LOCAL_CLUSTER } from "./cluster";
import type { WrittenCluster } from "./cluster-schema";
import { childOrigin, type Notes } from "./notes";
import type { Origin } from "./source";
import { checkValue } from "./validate";

/** Labels below this prefix belong to KubeVela; those that users set are left out. */
const RESERVED_PREFIX = "cluster.core.oam.dev";

/** The label that every cluster has: `true` for the hub, `false` for all others. */
const CONTROL_PLANE_LABEL = `${RESERVED_PREFIX}/control-plane`;

/** What is assumed of a cluster whose version is not known. */
export const DEFAULT_VERSION = { major: 1, minor: 36 };

/** An entry of a list of clusters that its schema accepts, and where it stands. */
export interface ClusterEntry<T extends WrittenCluster> {
  written: T;
  origin: Origin;
}

/** Checks each entry of a list that stands at `origin`, and leaves out those that are not well formed. */
export function checkEntries<T extends WrittenCluster>(
  schema: z.ZodType<T>,
  list: readonly unknown[],
  origin: Origin,
  notes: Notes,
): ClusterEntry<T>[] {
  return list.flatMap((raw, index) => {
    const entryOrigin = childOrigin(origin, index);
    const { value, findings } = checkValue(schema, raw, [entryOrigin]);
    notes.addAll(findings);
    return value === undefined ? [] : [{ written: value, origin: entryOrigin }];
  });
}

/** Builds what planning knows of clusters, in the order they are written. */
export function buildClusters(entries: readonly ClusterEntry<WrittenCluster>[], notes: Notes): ClusterInfo[] {
  notes.unique(
    "cluster",
    entries.map(({ written, origin }) => ({ name: written.name, origin })),
  );
  return entries.map(({ written, origin }) => buildCluster(written, origin, notes));
}

/** Puts `local` first; adds it when it is not among the clusters. */
export function withLocal(clusters: readonly ClusterInfo[]): ClusterInfo[] {
  const local = clusters.find(({ name }) => name === LOCAL_CLUSTER);
  const others = clusters.filter((cluster) => cluster !== local);
  return [local ?? { name: LOCAL_CLUSTER, labels: {}, version: DEFAULT_VERSION }, ...others];
}

/** The labels that selectors see: the cluster's own without reserved ones, and whether it is the hub. */
export function effectiveLabels(cluster: Pick<ClusterInfo, "name" | "labels">): Record<string, string> {
  const isLocal = cluster.name === LOCAL_CLUSTER;
  return { ...(isLocal ? {} : usable(cluster.labels)), [CONTROL_PLANE_LABEL]: String(isLocal) };
}

function buildCluster(written: WrittenCluster, origin: Origin, notes: Notes): ClusterInfo {
  const { name, kubernetesVersion } = written;
  const labels = written.labels ?? {};
  if (name === LOCAL_CLUSTER && Object.keys(labels).length > 0) {
    notes.error(
      origin,
      ["labels"],
      "invalid-value",
      `the cluster "${LOCAL_CLUSTER}" cannot have labels`,
      "remove them",
    );
  }
  for (const key of Object.keys(labels).filter(isReserved)) {
    const message = `the label ${JSON.stringify(key)} is ignored, because ${RESERVED_PREFIX} is reserved`;
    notes.warning(origin, ["labels", key], "invalid-value", message, "use a label of another name");
  }
  return { name, labels: usable(labels), version: kubernetesVersion ?? DEFAULT_VERSION };
}

function usable(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !isReserved(key)));
}

function isReserved(label: string): boolean {
  return label.startsWith(RESERVED_PREFIX);
}
