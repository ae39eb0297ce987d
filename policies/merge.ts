import { isObject, type Json, type JsonObject } from "../model/json";

/**
 * Merges properties as override policies do: maps recursively, everything else replaced by the patch, whole lists and
 * `""`, `0`, `false`, `[]` and `null` included; an empty map leaves a map as it is. Inputs are never changed.
 * Semantics: KubeVela `MergeRawExtension` (`mergo.Merge` with override).
 */
export function mergeProperties(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? mergeProperties(before, value) : value);
  }
  return Object.fromEntries(merged);
}
