import { isObject, type Json, type JsonObject } from "../../model/json";
import type { KubernetesObject } from "../types";

/** The value at a path of keys inside an object; undefined where the path leads nowhere. */
export function lookup(object: KubernetesObject, ...path: string[]): Json | undefined {
  let value = object as Json | undefined;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** An object with one value at a path of keys: `nest(["a", "b"], 1)` is `{ a: { b: 1 } }`. */
export function nest(path: readonly string[], value: JsonObject): JsonObject {
  return path.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), value);
}
