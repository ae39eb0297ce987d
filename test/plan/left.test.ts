import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import type { InventoryEntry } from "../../plan/inventory";
import { leftBy } from "../../plan/left";
import { cluster, registry } from "../support/plan";

/** Delivers the ConfigMap `a` to c1 at once, and to namespace `other` of c1 and to c2 when somebody approves. */
const TEXT = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: a, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}}
  policies:
    - {name: first, type: topology, properties: {clusters: [c1]}}
    - {name: other, type: topology, properties: {clusters: [c1], namespace: other}}
    - {name: second, type: topology, properties: {clusters: [c2]}}
  workflow:
    steps:
      - {name: first, type: deploy, properties: {policies: [first]}}
      - {name: last, type: deploy, properties: {policies: [other, second], auto: false}}
`;

function left(place: string, name: string): InventoryEntry {
  const [cluster = "", namespace = ""] = place.split("/");
  const kind = { apiVersion: "v1", objectKind: "ConfigMap", retain: false };
  return { name: `${place}/ConfigMap/${name}`, cluster, namespace, objectName: name, step: "", ...kind };
}

describe("what a run that failed has left", () => {
  const { documents } = parseDocuments([{ file: "app.yaml", text: TEXT }]);
  const options = { order: "barrier", createNamespaces: true } as const;
  const [planned] = planDeliveries(documents, registry(cluster("c1"), cluster("c2")), options);
  const stepOf = (entry: InventoryEntry) => planned && leftBy(planned, [entry]).map(({ step }) => step);

  it("is known by the step that would deliver it now", () => {
    expect(stepOf(left("c1/demo", "a"))).toEqual(["first"]);
    expect(stepOf(left("c2/demo", "a"))).toEqual(["last"]);
  });

  it("goes with a step that goes on, where nothing that is held delivers to the same place", () => {
    expect(stepOf(left("c1/demo", "gone"))).toEqual(["first"]);
  });

  it("is of no step where something is held, or nobody delivers any more", () => {
    expect(stepOf(left("c1/other", "gone"))).toEqual([""]);
    expect(stepOf(left("c2/demo", "gone"))).toEqual([""]);
    expect(stepOf(left("c1/elsewhere", "gone"))).toEqual([""]);
  });
});
