import fc from "fast-check";
import { isObject, type Json } from "../../../model/json";

/** Keys that mean something to JavaScript. */
export const KEYS = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "length",
  "valueOf",
  "name",
];

const NAMES = ["web", "local", "c1", "..", "a/b", "-x", "a\u200bb", "\u202e", "\0", "a".repeat(300), "10", "1e9", ""];

const key = fc.oneof(fc.constantFrom(...KEYS, ...NAMES), fc.string({ maxLength: 5 }));
const leaf = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1.5, 2 ** 53, ...NAMES, ...KEYS, "500m", "1h30m", "{{ x }}", "$(id)"),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.integer(),
);

/** Any JSON value, with keys and texts that are likely to be mistaken for something else. */
export const anyValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 3 }).map((entries) => Object.fromEntries(entries) as Json),
  ),
})).value;

/** Any object. */
export const anyObject = fc
  .array(fc.tuple(key, anyValue), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries) as { [key: string]: Json });

type Change = { at: number; how: "replace" | "remove" | "add" | "rename" | "repeat"; key: string; value: Json };

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom("replace", "remove", "add", "rename", "repeat"),
  key,
  value: anyValue,
});

/** A valid document with a few things in it changed. */
export function mutated(documents: readonly Json[]): fc.Arbitrary<Json> {
  const changes = fc.array(change, { minLength: 1, maxLength: 3 });
  return fc.tuple(fc.constantFrom(...documents), changes).map(([document, all]) => all.reduce(changed, document));
}

function changed(document: Json, { at, how, key: name, value }: Change): Json {
  const copy = structuredClone(document);
  const places = placesIn(copy);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return value;
  const [parent, child] = place;
  if (Array.isArray(parent)) {
    const index = Number(child);
    if (how === "remove") parent.splice(index, 1);
    else if (how === "repeat") parent.push(structuredClone(parent[index] ?? null));
    else parent[index] = value;
  } else {
    const before = parent[child];
    if (how === "remove" || how === "rename") delete parent[child];
    const added = how === "rename" || how === "repeat" ? before : value;
    if (how !== "remove") define(parent, how === "replace" ? child : name, added ?? null);
  }
  return copy;
}

/** Also for `__proto__`, which an assignment would take for something else. */
function define(object: object, name: string, value: Json): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function placesIn(value: Json): [Json[] | { [key: string]: Json }, string][] {
  if (!Array.isArray(value) && !isObject(value)) return [];
  return Object.keys(value).flatMap((child) => [
    [value, child],
    ...placesIn((value as Record<string, Json>)[child] ?? null),
  ]);
}

/** Makes a change of anything inside it an error. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
