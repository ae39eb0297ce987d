import { describe, expect, it } from "vitest";
import { jsonMergePatch } from "../../../workloads/traits/json-merge-patch";
import { jsonPatch } from "../../../workloads/traits/json-patch";
import { applyTrait, podSpecWith, refused } from "./harness";

const image = "/spec/template/spec/containers/0/image";

describe("json-patch", () => {
  it("applies operations to the workload", () => {
    const operations = [
      { op: "add", path: "/spec/replicas", value: 4 },
      { op: "replace", path: image, value: "p:1" },
      { op: "copy", from: image, path: "/spec/template/spec/containers/0/name" },
      { op: "add", path: "/metadata", value: { annotations: { a: null } } },
    ];
    expect(applyTrait(jsonPatch, { operations })).toEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { annotations: { a: null } },
        spec: { replicas: 4, template: { spec: { containers: [{ name: "p:1", image: "p:1" }] } } },
      },
    });
  });

  it("changes nothing without operations", () => {
    expect(podSpecWith(jsonPatch, {})).toEqual({ containers: [{ name: "web", image: "nginx:1" }] });
  });

  it("refuses an operation that cannot be applied, naming its path", () => {
    expect(() => applyTrait(jsonPatch, { operations: [{ op: "remove", path: "/spec/nope" }] })).toThrow("/spec/nope");
  });

  it("refuses operations that are none", () => {
    expect(refused(jsonPatch, { operations: [{ op: "rename", path: "/a" }, { op: "add" }, 1] })).toEqual([
      "operations.0.op: invalid_value",
      "operations.1.path: invalid_type",
      "operations.2: invalid_type",
    ]);
  });
});

describe("json-merge-patch", () => {
  it("merges maps, replaces lists and deletes what is null", () => {
    const properties = { metadata: { labels: { a: "b", c: null } }, spec: { template: { spec: { containers: [] } } } };
    expect(applyTrait(jsonMergePatch, properties)).toEqual({
      workload: {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { labels: { a: "b" } },
        spec: { template: { spec: { containers: [] } } },
      },
    });
    expect(applyTrait(jsonMergePatch, { spec: { template: null } })).toEqual({
      workload: { apiVersion: "apps/v1", kind: "Deployment", spec: {} },
    });
  });
});
