import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { mergeProperties } from "../../policies/merge";

const objects = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.jsonValue({ maxDepth: 3 }),
) as fc.Arbitrary<JsonObject>;

describe("mergeProperties", () => {
  it("merges maps and replaces everything else whole", () => {
    const base = { image: "a", env: [{ name: "A" }], labels: { a: "1", b: "2" } };
    const patch = { image: "b", env: [], labels: { b: "3", c: "4" } };
    expect(mergeProperties(base, patch)).toEqual({ image: "b", env: [], labels: { a: "1", b: "3", c: "4" } });
  });

  it("lets empty scalars and null win, but not an empty map over a map", () => {
    const base = { a: "x", b: 1, c: true, d: "y", e: { f: 1 } };
    expect(mergeProperties(base, { a: "", b: 0, c: false, d: null, e: {} })).toEqual({
      ...{ a: "", b: 0, c: false, d: null },
      e: { f: 1 },
    });
  });

  it("lets the patch win when types differ, both ways", () => {
    expect(mergeProperties({ a: { b: 1 }, c: "x" }, { a: "s", c: { d: 1 } })).toEqual({ a: "s", c: { d: 1 } });
  });

  it("changes neither input, and merging the same patch again changes nothing", () => {
    fc.assert(
      fc.property(objects, objects, (base, patch) => {
        const before = JSON.stringify([base, patch]);
        const once = mergeProperties(base, patch);
        expect(mergeProperties(once, patch)).toEqual(once);
        expect(JSON.stringify([base, patch])).toBe(before);
      }),
    );
  });

  it("does not touch prototypes", () => {
    const patch = JSON.parse('{"constructor": {"x": 1}}') as JsonObject;
    expect(mergeProperties({}, patch)).toEqual({ constructor: { x: 1 } });
    expect(({} as JsonObject).x).toBeUndefined();
  });
});
