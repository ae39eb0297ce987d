import { describe, expect, it } from "vitest";
import { handlingAnnotations, handlingOptions } from "../../components/handling";
import { ClusterObject } from "../../components/object";
import type { Handling } from "../../plan/handling";
import { record } from "../support/monitor";

const plain: Handling = { retain: false, takeOver: false, readOnly: false, ignoreChanges: [], orphan: false };
const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cm", namespace: "demo" } };

describe("how policies about an object reach the engine", () => {
  it("nothing is said when no policy is about it", () => {
    expect(handlingOptions(plain, map)).toEqual({});
    expect(handlingAnnotations(plain)).toEqual({});
  });

  it("keeps what is retained and leaves fields to the cluster", async () => {
    const handling = { ...plain, retain: true, ignoreChanges: ["data.x"] };
    const [one] = await record(() => new ClusterObject("one", { object: map, handling }));
    expect(one).toMatchObject({ retainOnDelete: true, ignoreChanges: ["data.x"] });
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
