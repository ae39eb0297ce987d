import { applyPatch, type Operation, Pointer } from "rfc6902";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { type KubernetesObject, RenderError } from "../types";

/**
 * Applies a JSON Patch (RFC 6902), one operation after the other. Changes neither argument. As in KubeVela, `replace` may
 * also set a field that is not there yet.
 *
 * @throws RenderError at the first operation that cannot be applied, naming it and its path.
 */
export function jsonPatch(base: KubernetesObject, operations: readonly Operation[]): KubernetesObject {
  const patched = structuredClone(base);
  for (const [index, operation] of operations.entries()) {
    const reason = failure(patched, operation);
    if (reason === undefined) continue;
    throw new RenderError(`cannot ${operation.op} ${JSON.stringify(operation.path)}: ${reason}`, ["operations", index]);
  }
  return patched;
}

const REASONS: Readonly<Record<string, string>> = {
  TestError: "the value there is another one",
  InvalidOperationError: "the operation lacks something, or there is no such operation",
};

function failure(target: KubernetesObject, operation: Operation): string | undefined {
  try {
    const [error] = applyPatch(target, [upserting(target, operation)]);
    if (error && "path" in error) return `there is nothing at ${JSON.stringify(error.path)}`;
    return error ? (REASONS[error.name] ?? error.message) : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function upserting(target: KubernetesObject, operation: Operation): Operation {
  if (operation.op !== "replace" || !Object.hasOwn(operation, "value")) return operation;
  const { parent } = Pointer.fromJSON(operation.path).evaluate(target);
  return isObject(parent) ? { ...operation, op: "add" } : operation;
}

/**
 * Applies a JSON merge patch (RFC 7396): maps merge, `null` deletes, all else replaces. Changes neither argument. As in
 * KubeVela, maps inside of lists lose their `null`s, too.
 */
export function jsonMergePatch(base: KubernetesObject, patch: JsonObject): KubernetesObject {
  return mergeObjects(base as JsonObject, patch) as KubernetesObject;
}

function mergeObjects(base: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValue(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}

function mergeValue(base: Json | undefined, patch: Json): Json {
  if (Array.isArray(patch)) return patch.map((entry) => mergeValue(undefined, entry));
  return isObject(patch) ? mergeObjects(isObject(base) ? base : {}, patch) : patch;
}
