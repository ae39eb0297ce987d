import { describe, expect, it } from "vitest";
import { handlingAnnotations, handlingOptions } from "../../components/handling";
import { ClusterObject } from "../../components/object";
import type { Handling } from "../../plan/handling";
import { record } from "../support/monitor";

const plain: Handling = { retain: false, takeOver: false, shared: false, readOnly: false, leave: [], orphan: false };
const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cm", namespace: "demo" } };

describe("how policies about an object reach the engine", () => {
  it("nothing is said when no policy is about it", () => {
    expect(handlingOptions(plain, map)).toEqual({});
    expect(handlingAnnotations(plain, map)).toEqual({});
  });

  it("keeps what is retained and leaves fields to the cluster, in the engine's own way to write paths", async () => {
    const leave = [["data", "x"], ["spec", "containers", 0, "image"], ["data", "a.b/c"], ["*"]];
    const handling = { ...plain, retain: true, leave };
    const [one] = await record(() => new ClusterObject("one", { object: map, handling }));
    const ignoreChanges = ["data.x", "spec.containers[0].image", 'data["a.b/c"]', "*"];
    expect(one).toMatchObject({ retainOnDelete: true, ignoreChanges });
  });

  it("tells others of what is shared, and does not mind who of them has delivered it last", async () => {
    const labels = { "app.oam.dev/name": "shop", "app.oam.dev/namespace": "demo" };
    const object = { ...map, metadata: { ...map.metadata, labels } };
    const handling = { ...plain, shared: true, retain: true };
    const [one] = await record(() => new ClusterObject("one", { object, handling }));
    const annotations = { "pulumi.com/patchForce": "true", "app.oam.dev/shared-by": "demo/shop" };
    expect(one?.inputs.metadata).toEqual({ ...object.metadata, annotations });
    expect(one?.ignoreChanges).toContain('metadata.labels["app.oam.dev/name"]');
  });

  it("takes over by force, and orphans what the object owns, without losing annotations", async () => {
    const object = { ...map, metadata: { ...map.metadata, annotations: { own: "1" } } };
    const handling = { ...plain, takeOver: true, orphan: true };
    const [one] = await record(() => new ClusterObject("one", { object, handling }));
    const annotations = {
      own: "1",
      "pulumi.com/patchForce": "true",
      "pulumi.com/deletionPropagationPolicy": "orphan",
    };
    expect(one?.inputs.metadata).toEqual({ ...map.metadata, annotations });
  });

  it("reads what is read-only by its name in the cluster, with or without a namespace", () => {
    const readOnly = { ...plain, readOnly: true };
    expect(handlingOptions(readOnly, map)).toEqual({ id: "demo/cm" });
    expect(handlingOptions(readOnly, { ...map, metadata: { name: "cm" } })).toEqual({ id: "cm" });
  });

  it("registers nothing for what is read-only", async () => {
    const all = await record(() => new ClusterObject("one", { object: map, handling: { ...plain, readOnly: true } }));
    expect(all).toEqual([]);
  });
});
