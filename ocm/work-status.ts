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
  const applied = find(status, "Applied");
  const seen = isObject(metadata) && applied?.observedGeneration === metadata.generation && applied !== undefined;
  const resources = isObject(status) && isObject(status.resourceStatus) ? status.resourceStatus.manifests : [];
  const manifests = Array.isArray(resources) ? resources.filter(isObject) : [];
  return { seen, problems: seen ? manifests.flatMap(problemsOf) : [] };
}

function problemsOf(manifest: JsonObject): string[] {
  const applied = find(manifest, "Applied");
  if (applied?.status !== "False") return [];
  const { kind, name } = isObject(manifest.resourceMeta) ? manifest.resourceMeta : {};
  const about = kind ? `${kind} "${name}": ` : "";
  return [`${about}${applied.message}`];
}

function find(holder: Json, type: string): JsonObject | undefined {
  const conditions = isObject(holder) && Array.isArray(holder.conditions) ? holder.conditions.filter(isObject) : [];
  return conditions.find((one) => one.type === type);
}
