import { LOCAL_CLUSTER } from "../../model/cluster";
import { isObject, type Json } from "../../model/json";
import { serverOf } from "../../model/known-clusters";
import type { UnusableKubeconfig } from "../../model/kubeconfig";
import type { StackClusters } from "../../model/registry";
import { labelLines } from "./labels";

/** A cluster as `flotilla cluster list` shows it. */
export interface ClusterRow {
  name: string;
  alias: string;
  type: CredentialType;
  /** Address of the API server; `-` for the hub and when it is not known. */
  endpoint: string;
  /** Whether its credentials can be used. */
  accepted: boolean;
  labels: Record<string, string>;
}

/** How a cluster is logged in to, in KubeVela's words; `-` when that is not known. */
export type CredentialType = "Internal" | "ServiceAccountToken" | "X509Certificate" | "-";

/** A kubeconfig that was read, or why not. */
type Read = { ok: true; kubeconfig: string } | UnusableKubeconfig;

/** All clusters of a stack: the hub, then the others, newest first. */
export function clusterRows(clusters: StackClusters, read: (cluster: string) => Read): ClusterRow[] {
  const { registry, aliases } = clusters;
  const others = registry.clusters.filter(({ name }) => name !== LOCAL_CLUSTER).reverse();
  return [
    hubRow(aliases),
    ...others.map(({ name, labels }) => {
      const kubeconfig = read(name);
      return { name, alias: aliases[name] ?? "", ...accessOf(kubeconfig), labels };
    }),
  ];
}

function hubRow(aliases: Readonly<Record<string, string>>): ClusterRow {
  const alias = aliases[LOCAL_CLUSTER] ?? "";
  return { name: LOCAL_CLUSTER, alias, type: "Internal", endpoint: "-", accepted: true, labels: {} };
}

function accessOf(read: Read): Pick<ClusterRow, "type" | "endpoint" | "accepted"> {
  if (!read.ok) return { type: "-", endpoint: "-", accepted: false };
  return { type: credentialType(read.kubeconfig), endpoint: serverOf(read.kubeconfig).server, accepted: true };
}

/** How a kubeconfig, as JSON with one user, logs in: tokens, also those that a program gets, or a certificate. */
export function credentialType(kubeconfig: string): CredentialType {
  const config = JSON.parse(kubeconfig) as Json;
  const [first] = isObject(config) && Array.isArray(config.users) ? config.users : [];
  const user = isObject(first) && isObject(first.user) ? first.user : {};
  const byToken = ["token", "tokenFile", "exec"].some((key) => user[key] !== undefined && user[key] !== "");
  return byToken ? "ServiceAccountToken" : "X509Certificate";
}

/** The clusters as cells of a table, with its head; labels after the first have rows of their own. */
export function clusterCells(rows: readonly ClusterRow[]): string[][] {
  const cells = rows.flatMap(({ name, alias, type, endpoint, accepted, labels }) => {
    const [first = "", ...further] = labelLines(labels);
    return [
      [name, alias, type, endpoint, String(accepted), first],
      ...further.map((label) => ["", "", "", "", "", label]),
    ];
  });
  return [["CLUSTER", "ALIAS", "TYPE", "ENDPOINT", "ACCEPTED", "LABELS"], ...cells];
}
