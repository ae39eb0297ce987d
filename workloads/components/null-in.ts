import type { Path } from "../../model/findings";

/** The path of the first null in a value. */
export function nullIn(value: unknown): Path | undefined {
  if (value === null) return [];
  if (typeof value !== "object") return undefined;
  for (const [key, item] of Object.entries(value)) {
    const path = nullIn(item);
    if (path !== undefined) return [Array.isArray(value) ? Number(key) : key, ...path];
  }
  return undefined;
}
