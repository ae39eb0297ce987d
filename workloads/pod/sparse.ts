import type { Json } from "../../model/json";
import type { KubernetesObject } from "../types";

/** JSON in the making: keys may still be undefined, which means that the key is not there. */
export type Sparse = string | number | boolean | null | undefined | readonly Sparse[] | SparseObject;

/** A JSON object in the making. */
export type SparseObject = { readonly [key: string]: Sparse };

function dense(value: Sparse): Json | undefined {
  if (value === null || typeof value !== "object") return value;
  if (isList(value)) return value.map((item) => dense(item) ?? null);
  const entries = Object.entries(value).map(([key, item]) => [key, dense(item)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function isList(value: readonly Sparse[] | SparseObject): value is readonly Sparse[] {
  return Array.isArray(value);
}

/** The finished object: without the keys that are undefined, at any depth. Empty maps and lists stay. */
export function kubernetesObject(value: { apiVersion: string; kind: string } & SparseObject): KubernetesObject {
  return dense(value) as KubernetesObject;
}
