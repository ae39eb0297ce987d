import { isObject, type Json } from "../model/json";

/** One field that changes. A side that is undefined does not have the field. */
export interface FieldChange {
  /** Such as `spec.template.spec.containers[web].image`; items of lists by their name where they have one. */
  path: string;
  old?: Json | undefined;
  new?: Json | undefined;
}

type Segment = string | number;

/** A difference before its path is written down. */
export interface Difference {
  path: readonly Segment[];
  /** The names of list items on the way, by the position of the segment. */
  old: Json | undefined;
  new: Json | undefined;
}

/**
 * Every field in which two values differ, in the order of the new one. A part that only one of them has is one difference. Lists whose
 * items all have names of their own are compared by these, lists of other objects by position, and other lists as a whole.
 */
export function differences(old: Json | undefined, now: Json | undefined, path: readonly Segment[] = []): Difference[] {
  if (isObject(old) && isObject(now)) {
    const keys = [...new Set([...Object.keys(now), ...Object.keys(old)])];
    return keys.flatMap((key) => differences(old[key], now[key], [...path, key]));
  }
  if (Array.isArray(old) && Array.isArray(now)) return listDifferences(old, now, path);
  return old === now ? [] : [{ path, old, new: now }];
}

function listDifferences(old: readonly Json[], now: readonly Json[], path: readonly Segment[]): Difference[] {
  const before = byName(old);
  const after = byName(now);
  if (before !== undefined && after !== undefined) {
    const names = [...new Set([...after.keys(), ...before.keys()])];
    return names.flatMap((name) => differences(before.get(name), after.get(name), [...path, `[${name}]`]));
  }
  if ([...old, ...now].every(isObject)) {
    const length = Math.max(old.length, now.length);
    return Array.from({ length }, (_, index) => differences(old[index], now[index], [...path, index])).flat();
  }
  return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ path, old: [...old], new: [...now] }];
}

/** The items by name, or undefined when they have none or share one. An empty list goes with any. */
function byName(items: readonly Json[]): Map<string, Json> | undefined {
  const found = new Map<string, Json>();
  for (const item of items) {
    const name = isObject(item) ? item.name : undefined;
    if (typeof name !== "string" || found.has(name)) return undefined;
    found.set(name, item);
  }
  return found;
}

/** A path as people write it. */
export function formatPath(path: readonly Segment[]): string {
  return path.map(formatSegment).join("").replace(/^\./, "");
}

function formatSegment(segment: Segment): string {
  if (typeof segment === "number") return `[${segment}]`;
  if (segment.startsWith("[")) return segment;
  return /^[\w-]+$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}
