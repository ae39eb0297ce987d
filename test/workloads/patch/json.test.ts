import fc from "fast-check";
import type { Operation } from "rfc6902";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { jsonMergePatch, jsonPatch } from "../../../workloads/patch/json";
import { RenderError } from "../../../workloads/types";

const base = { apiVersion: "v1", kind: "Test", spec: { replicas: 1, list: ["a", "b"] } };

describe("jsonPatch", () => {
  it("applies the operations in their order", () => {
    const operations: Operation[] = [
      { op: "add", path: "/spec/list/1", value: "x" },
      { op: "add", path: "/spec/list/-", value: "y" },
      { op: "remove", path: "/spec/list/0" },
      { op: "replace", path: "/spec/replicas", value: 4 },
      { op: "copy", from: "/spec/replicas", path: "/spec/copy" },
      { op: "move", from: "/spec/copy", path: "/spec/moved" },
      { op: "test", path: "/spec/moved", value: 4 },
    ];
    expect(jsonPatch(base, operations)).toEqual({ ...base, spec: { replicas: 4, list: ["x", "b", "y"], moved: 4 } });
  });

  it("lets replace set a field that is not there, but no entry of a list", () => {
    expect(jsonPatch(base, [{ op: "replace", path: "/spec/x", value: 1 }])).toEqual({
      ...base,
      spec: { ...base.spec, x: 1 },
    });
    expect(() => jsonPatch(base, [{ op: "replace", path: "/spec/list/2", value: 1 }])).toThrow("/spec/list/2");
  });

  it.each<[Operation, string]>([
    [{ op: "remove", path: "/spec/nope" }, 'cannot remove "/spec/nope": there is nothing at "/spec/nope"'],
    [{ op: "replace", path: "/spec/list/2", value: 1 }, 'cannot replace "/spec/list/2"'],
    [{ op: "add", path: "/spec/list/3", value: 1 }, 'cannot add "/spec/list/3"'],
    [{ op: "add", path: "/nope/deep", value: 1 }, 'cannot add "/nope/deep"'],
    [{ op: "copy", from: "/nope", path: "/spec/x" }, 'cannot copy "/spec/x": there is nothing at "/nope"'],
    [{ op: "test", path: "/spec/replicas", value: 2 }, 'cannot test "/spec/replicas": the value there is another one'],
    [{ op: "replace", path: "spec", value: 1 }, 'cannot replace "spec": Invalid JSON Pointer'],
  ])("refuses %j", (operation, message) => {
    const run = () => jsonPatch(base, [{ op: "test", path: "/kind", value: "Test" }, operation]);
    expect(run).toThrow(message);
    expect(run).toThrow(RenderError);
    expect(run).toThrow(expect.objectContaining({ path: ["operations", 1] }));
  });

  it("refuses an operation that does not exist or lacks its value", () => {
    const unknown = { op: "rename", path: "/spec" } as unknown as Operation;
    expect(() => jsonPatch(base, [unknown])).toThrow('cannot rename "/spec": the operation lacks something');
    const incomplete = { op: "add", path: "/spec/x" } as unknown as Operation;
    expect(() => jsonPatch(base, [incomplete])).toThrow('cannot add "/spec/x": the operation lacks something');
  });

  it("leaves its arguments as they are, also when it fails", () => {
    const operations: Operation[] = [
      { op: "add", path: "/spec/map", value: { a: 1 } },
      { op: "add", path: "/spec/map/b", value: 2 },
      { op: "remove", path: "/spec/nope" },
    ];
    const before = structuredClone({ base, operations });
    expect(() => jsonPatch(base, operations)).toThrow();
    expect({ base, operations }).toEqual(before);
  });
});

describe("jsonMergePatch", () => {
  const merged = (object: JsonObject, patch: JsonObject) => {
    const { apiVersion, kind, ...rest } = jsonMergePatch({ apiVersion: "v1", kind: "Test", ...object }, patch);
    expect({ apiVersion, kind }).toEqual({ apiVersion: "v1", kind: "Test" });
    return rest;
  };

  it.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: "b" }, { a: "c" }, { a: "c" }],
    [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
    [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
    [{ a: ["b"] }, { a: "c" }, { a: "c" }],
    [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
    [{ a: { b: "c", x: 1 } }, { a: { b: "d", c: null } }, { a: { b: "d", x: 1 } }],
    [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
    [{ a: "foo" }, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
    [{ a: 1 }, { a: [null, 1, { b: null, c: [{ d: null }] }] }, { a: [null, 1, { c: [{}] }] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  ])("merges %j with %j", (object, patch, result) => {
    expect(merged(object, patch)).toEqual(result);
  });

  it("mutates nothing, and repeating it changes nothing", () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(json, json, (object, patch) => {
        const whole = { ...object, apiVersion: "v1", kind: "Test" };
        const before = structuredClone({ whole, patch });
        const once = jsonMergePatch(whole, patch);
        expect(jsonMergePatch(once, patch)).toEqual(once);
        expect({ whole, patch }).toEqual(before);
      }),
    );
  });
});
