import { isObject, type Json, type JsonObject } from "../model/json";

/** How far a cluster has come on the hub, as its `ManagedCluster` says. */
export interface Joining {
  /** Whether the hub lets its agents in. */
  accepted: boolean;
  /** Whether its agents have been there. */
  joined: boolean;
  /** Whether they still call and the cluster is healthy. `Unknown` after its lease has run out. */
  available: "True" | "False" | "Unknown";
  /** What the hub says of its availability, or of what comes before. */
  message: string;
}

/** A cluster that the hub knows nothing of. */
export const NOT_REGISTERED: Joining = {
  accepted: false,
  joined: false,
  available: "Unknown",
  message: "the hub has no such ManagedCluster",
};

/** Reads the conditions of a `ManagedCluster`. */
export function joiningOf(managedCluster: unknown): Joining {
  const status = isObject(managedCluster) && isObject(managedCluster.status) ? managedCluster.status : {};
  const conditions = Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
  const find = (type: string) => conditions.find((one) => one.type === type);
  const available = find("ManagedClusterConditionAvailable");
  const last = available ?? find("ManagedClusterJoined") ?? find("HubAcceptedManagedCluster");
  return {
    accepted: find("HubAcceptedManagedCluster")?.status === "True",
    joined: find("ManagedClusterJoined")?.status === "True",
    available: truth(available?.status),
    message: typeof last?.message === "string" ? last.message : "its agents have not called yet",
  };
}

/** A `ManagedCluster` that can be delivered to. */
export interface ManagedCluster {
  name: string;
  labels: Record<string, string>;
  /** Kubernetes version such as `v1.36.3`; undefined before the cluster has told. */
  version: string | undefined;
}

/** The accepted `ManagedCluster`s in what the hub answers to a list, oldest first. */
export function managedClusters(list: unknown): ManagedCluster[] {
  const items = isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
  const accepted = items.filter((item) => joiningOf(item).accepted);
  return accepted
    .sort((a, b) => createdAt(a).localeCompare(createdAt(b)))
    .map((item) => {
      const { name, labels } = metadataOf(item);
      const version =
        isObject(item.status) && isObject(item.status.version) ? item.status.version.kubernetes : undefined;
      return {
        name: String(name),
        labels: isObject(labels) ? (labels as Record<string, string>) : {},
        version: typeof version === "string" && version !== "" ? version : undefined,
      };
    });
}

/** Those of the hub's clusters that no entry of a stack's configuration stands for. */
export function unlisted(
  managed: readonly ManagedCluster[],
  entries: readonly { cluster: string; previousNames: readonly string[] }[],
): ManagedCluster[] {
  const listed = new Set(entries.flatMap(({ cluster, previousNames }) => [cluster, ...previousNames]));
  return managed.filter(({ name }) => !listed.has(name));
}

/** Each `ManagedCluster` in what the hub answers to a list, by name. */
export function joiningByName(list: unknown): Map<string, Joining> {
  const items = isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
  return new Map(items.map((item) => [String(metadataOf(item).name), joiningOf(item)]));
}

function metadataOf({ metadata }: { metadata?: Json }): JsonObject {
  return isObject(metadata) ? metadata : {};
}

function createdAt(item: JsonObject): string {
  return String(metadataOf(item).creationTimestamp);
}

function truth(status: Json | undefined): Joining["available"] {
  return status === "True" || status === "False" ? status : "Unknown";
}
