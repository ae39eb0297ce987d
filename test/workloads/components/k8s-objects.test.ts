import { describe, expect, it } from "vitest";
import { k8sObjects } from "../../../workloads/components/k8s-objects";
import { RenderError } from "../../../workloads/types";
import { context, refused, render } from "./render";

const secret = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { p: "q" } };
const map = { apiVersion: "v1", kind: "ConfigMap", data: { k: "v" } };

describe("k8s-objects", () => {
  it("renders the first object as the workload and the others beside it", () => {
    expect(render(k8sObjects, { objects: [secret, map, { ...map, metadata: { namespace: "own" } }] })).toStrictEqual({
      workload: secret,
      outputs: { "objects-1": map, "objects-2": { ...map, metadata: { namespace: "own" } } },
    });
    expect(render(k8sObjects, { objects: [map] })).toStrictEqual({ workload: map, outputs: {} });
  });

  it("refuses to render no objects", () => {
    expect(() => k8sObjects.render({ objects: [] }, context)).toThrow(RenderError);
    expect(refused(k8sObjects, {})).toStrictEqual(["objects"]);
    expect(refused(k8sObjects, { objects: [map, { apiVersion: "v1" }, "x"] })).toStrictEqual([
      "objects.1.kind",
      "objects.2",
    ]);
  });
});
