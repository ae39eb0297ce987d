import { expect, it } from "vitest";
import { lookup, nest } from "../../../workloads/patch/lookup";

const object = { apiVersion: "v1", kind: "Test", spec: { template: { a: [] }, nothing: null } };

it("finds values by path, and undefined where there is none", () => {
  expect(lookup(object, "spec", "template")).toEqual({ a: [] });
  expect(lookup(object, "spec", "nothing")).toBeNull();
  expect(lookup(object, "spec", "nothing", "x")).toBeUndefined();
  expect(lookup(object, "spec", "template", "a", "length")).toBeUndefined();
  expect(lookup(object, "spec", "toString")).toBeUndefined();
});

it("nests a value", () => {
  expect(nest(["a", "b"], { c: 1 })).toEqual({ a: { b: { c: 1 } } });
  expect(nest([], { c: 1 })).toEqual({ c: 1 });
});
