import { LOCAL_CLUSTER } from "../../model/cluster";
import { isObject, type Json } from "../../model/json";
import { serverOf } from "../../model/known-clusters";
import type { UnusableKubeconfig } from "../../model/kubeconfig";
import type { StackClusters } from "../../model/registry";
import type { Joining } from "../../ocm/managed-cluster";
import type { ReadJoining } from "./joining";
import { labelLines } from "./labels";

/** A cluster as `flotilla cluster list` shows it. */
export interface ClusterRow {
  name: string;
  alias: string;
  type: CredentialType;
  /** Address of the API server; `-` for the hub, and when it is not known. */
  endpoint: string;
  /** Whether its credentials can be used; of a registered cluster, whether the hub lets its agents in. */
  accepted: boolean;
  /** Whether the agents of a registered cluster have been at the hub. */
  joined?: boolean;
  /** Whether a registered cluster is there and healthy: `Unknown` when its agents have stopped calling, `-` when the hub does not answer. */
  available?: Joining["available"] | "-";
  labels: Record<string, string>;
}

/**
 * How a cluster is logged in to, in KubeVela's words: `ManagedCluster` when only its agents at the hub are known; `-` when nothing is.
 */
export type CredentialType = "Internal" | "ServiceAccountToken" | "X509Certificate" | "ManagedCluster" | "-";

/** What the hub says of clusters. */
type HubClusters = Pick<ReadJoining, "joining" | "managed">;

/** A kubeconfig that was read, or why not. */
type Read = { ok: true; kubeconfig: string } | UnusableKubeconfig;

/**
 * All clusters of a stack: the hub, then the others, newest first.
 *
 * @param hub Default: no cluster is registered in it
 */
export function clusterRows(
  clusters: StackClusters,
  read: (cluster: string) => Read,
  { joining, managed }: HubClusters = { joining: new Map(), managed: [] },
): ClusterRow[] {
  const { registry, aliases } = clusters;
  const listed = registry.clusters
    .filter(({ name }) => name !== LOCAL_CLUSTER)
    .map(({ name, labels }): ClusterRow => {
      const access = accessOf(read(name), joining.has(name));
      return { name, alias: aliases[name] ?? "", ...access, ...registrationOf(name, joining), labels };
    });
  const further = managed.map(({ name, labels }): ClusterRow => {
    return { name, alias: "", ...BY_AGENTS, accepted: true, ...registrationOf(name, joining), labels };
  });
  return [hubRow(aliases), ...further.reverse(), ...listed.reverse()];
}

const BY_AGENTS = { type: "ManagedCluster", endpoint: "-" } as const;

function hubRow(aliases: Readonly<Record<string, string>>): ClusterRow {
  const alias = aliases[LOCAL_CLUSTER] ?? "";
  return { name: LOCAL_CLUSTER, alias, type: "Internal", endpoint: "-", accepted: true, labels: {} };
}

function registrationOf(
  name: string,
  joining: ReadonlyMap<string, Joining | undefined>,
): Partial<Pick<ClusterRow, "accepted" | "joined" | "available">> {
  if (!joining.has(name)) return {};
  const { accepted, joined, available } = joining.get(name) ?? { accepted: false, joined: false, available: "-" };
  return { accepted, joined, available };
}

function accessOf(read: Read, isRegistered: boolean): Pick<ClusterRow, "type" | "endpoint" | "accepted"> {
  if (!read.ok) return { ...(isRegistered ? BY_AGENTS : { type: "-", endpoint: "-" }), accepted: false };
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

/**
 * The clusters as cells of a table, with its head; labels after the first have rows of their own. Registration has columns when any
 * cluster is registered.
 */
export function clusterCells(rows: readonly ClusterRow[]): string[][] {
  const isRegistered = rows.some(({ joined }) => joined !== undefined);
  const cells = rows.flatMap(({ name, alias, type, endpoint, accepted, joined = "-", available = "-", labels }) => {
    const [first = "", ...further] = labelLines(labels);
    const registration = isRegistered ? [String(joined), available] : [];
    const row = [name, alias, type, endpoint, String(accepted), ...registration];
    return [[...row, first], ...further.map((label) => [...row.map(() => ""), label])];
  });
  const head = ["CLUSTER", "ALIAS", "TYPE", "ENDPOINT", "ACCEPTED", ...(isRegistered ? ["JOINED", "AVAILABLE"] : [])];
  return [[...head, "LABELS"], ...cells];
}
