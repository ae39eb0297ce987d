import { isObject, type Json, type JsonObject } from "../model/json";

/** What the agents of a cluster have made of a `ManifestWork` so far. */
export interface WorkStatus {
  /** Whether they have seen what is wanted now. */
  seen: boolean;
  /** What keeps them from applying it, as `ConfigMap "a": …`. */
  problems: string[];
}

/** Reads the status of a `ManifestWork`. */
export function workStatus(work: unknown): WorkStatus {
  const { metadata = {}, status = {} } = isObject(work) ? work : {};
  const applied = conditionOf(status, "Applied");
  const seen = isObject(metadata) && applied?.observedGeneration === metadata.generation && applied !== undefined;
  return { seen, problems: seen ? manifestStatuses(work).flatMap(problemsOf) : [] };
}

/** What the agents tell about each object of a `ManifestWork`: entries of `status.resourceStatus.manifests`. */
export function manifestStatuses(work: unknown): JsonObject[] {
  const { status } = isObject(work) ? work : {};
  const resources = isObject(status) && isObject(status.resourceStatus) ? status.resourceStatus.manifests : [];
  return Array.isArray(resources) ? resources.filter(isObject) : [];
}

function problemsOf(manifest: JsonObject): string[] {
  const applied = conditionOf(manifest, "Applied");
  if (applied?.status !== "False") return [];
  const { kind, name } = isObject(manifest.resourceMeta) ? manifest.resourceMeta : {};
  const about = kind ? `${kind} "${name}": ` : "";
  return [`${about}${applied.message}`];
}

/** The condition of a type, in something that has conditions. */
export function conditionOf(holder: Json, type: string): JsonObject | undefined {
  const conditions = isObject(holder) && Array.isArray(holder.conditions) ? holder.conditions.filter(isObject) : [];
  return conditions.find((one) => one.type === type);
}
