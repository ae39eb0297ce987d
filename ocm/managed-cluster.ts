import { isObject, type Json } from "../model/json";

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

/** Each `ManagedCluster` in what the hub answers to a list, by name. */
export function joiningByName(list: unknown): Map<string, Joining> {
  const items = isObject(list) && Array.isArray(list.items) ? list.items.filter(isObject) : [];
  return new Map(items.map((item) => [nameOf(item), joiningOf(item)]));
}

function nameOf({ metadata }: { metadata?: Json }): string {
  return isObject(metadata) ? String(metadata.name) : "";
}

function truth(status: Json | undefined): Joining["available"] {
  return status === "True" || status === "False" ? status : "Unknown";
}
