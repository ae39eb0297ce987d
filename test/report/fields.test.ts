import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../model/json";
import { differences, formatPath } from "../../report/fields";

function paths(old: Json, now: Json): string[] {
  return differences(old, now).map(({ path }) => formatPath(path));
}

describe("differences", () => {
  it("are one for each field, and one for a part that only one side has", () => {
    expect(paths({ a: 1, b: { c: 1, d: 2 } }, { a: 2, b: { c: 1 }, e: { f: 1 } })).toEqual(["a", "b.d", "e"]);
  });

  it("find items of lists by their names, wherever they stand", () => {
    const old = [
      { name: "a", image: 1 },
      { name: "b", image: 1 },
    ];
    const now = [
      { name: "b", image: 2 },
      { name: "a", image: 1 },
    ];
    expect(paths({ containers: old }, { containers: now })).toEqual(["containers[b].image"]);
  });

  it("compare other objects by position, and other lists as a whole", () => {
    expect(paths({ ports: [{ p: 1 }, { p: 2 }] }, { ports: [{ p: 1 }, { p: 3 }] })).toEqual(["ports[1].p"]);
    expect(differences({ args: ["a", "b"] }, { args: ["b"] })).toEqual([
      { path: ["args"], old: ["a", "b"], new: ["b"] },
    ]);
  });

  it("write keys with dots as they are written in code", () => {
    expect(paths({ labels: { "a.b/c": "1" } }, { labels: { "a.b/c": "2" } })).toEqual(['labels["a.b/c"]']);
  });

  it("are none exactly between equal values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(differences(a as Json, structuredClone(a) as Json)).toEqual([]);
        if (JSON.stringify(a) !== JSON.stringify(b) && typeof a !== "object") {
          expect(differences(a as Json, b as Json).length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
