import fc from "fast-check";
import type { Operation } from "rfc6902";
import { afterEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { mergeProperties } from "../../policies/merge";
import { jsonMergePatch, jsonPatch } from "../../workloads/patch/json";
import { strategicPatch } from "../../workloads/patch/strategic";
import { type KubernetesObject, RenderError } from "../../workloads/types";
import { LIMIT, runs } from "./support/runs";
import { anyObject, anyValue, frozen, KEYS } from "./support/values";

const object = anyObject.map((more) => frozen({ apiVersion: "v1", kind: "ConfigMap", ...more }) as KubernetesObject);
const patch = anyObject.map(frozen);

/** What a patch makes of an object; undefined when it cannot be applied. */
function patched<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return undefined;
  }
}

afterEach(() => {
  expect(Reflect.ownKeys(Object.prototype)).toEqual(PROTOTYPE);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

const PROTOTYPE = Reflect.ownKeys(Object.prototype);

describe("merging properties", () => {
  it(
    "is the same when done twice, keeps what the patch does not name, and changes neither side",
    () => {
      fc.assert(
        fc.property(patch, patch, (base, change) => {
          const once = mergeProperties(base, change);
          expect(mergeProperties(once, change)).toEqual(once);
          expect(Object.keys(once).sort()).toEqual([...new Set([...Object.keys(base), ...Object.keys(change)])].sort());
          expect(Object.getPrototypeOf(once)).toBe(Object.prototype);
        }),
        runs(500),
      );
    },
    LIMIT,
  );

  it.each(KEYS)("takes %s for a key like any other", (key) => {
    const change = JSON.parse(`{${JSON.stringify(key)}: {"polluted": true}}`) as JsonObject;
    expect(Object.entries(mergeProperties({}, change))).toEqual([[key, { polluted: true }]]);
    const base = { apiVersion: "v1", kind: "ConfigMap" };
    const whole = strategicPatch(base, change) as JsonObject;
    expect(Object.hasOwn(whole, key) && whole[key]).toEqual({ polluted: true });
    expect(Object.hasOwn(jsonMergePatch(base, change), key)).toBe(true);
  });
});

describe("patches of any content", () => {
  it(
    "merge or are refused, and change neither side",
    () => {
      fc.assert(
        fc.property(object, patch, (base, change) => {
          const merged = jsonMergePatch(base, change);
          expect(jsonMergePatch(merged, change)).toEqual(merged);
          const strategic = patched(() =>
            strategicPatch(base, change, { list: { key: "name" }, name: { strategy: "retainKeys" } }),
          );
          if (strategic !== undefined) expect(Object.getPrototypeOf(strategic)).toBe(Object.prototype);
        }),
        runs(500),
      );
    },
    LIMIT,
  );

  it(
    "are operations on fields, never on what objects inherit",
    () => {
      const segment = fc.oneof(
        fc.constantFrom(...KEYS, "-", "0", "1e3", "metadata", "labels", "~1", ""),
        fc.string({ maxLength: 4 }),
      );
      const path = fc.array(segment, { maxLength: 4 }).map((segments) => segments.map((one) => `/${one}`).join(""));
      const operation = fc.record({
        op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test"),
        path: fc.oneof(path, fc.string({ maxLength: 5 })),
        from: path,
        value: anyValue,
      });
      fc.assert(
        fc.property(object, fc.array(operation, { maxLength: 3 }), (base, operations) => {
          const result = patched(() => jsonPatch(base, operations as Operation[]));
          if (result !== undefined) expect(() => JSON.stringify(result)).not.toThrow();
          expect(Reflect.ownKeys(Object.prototype)).toEqual(PROTOTYPE);
        }),
        runs(1000),
      );
    },
    LIMIT,
  );
});
