import { describe, expect, it } from "vitest";
import type { ObjectNode } from "../../plan/graph-types";
import { ownershipFinding } from "../../plan/ownership";

const application = { name: "shop", namespace: "demo" };

function node(handling: Partial<ObjectNode["handling"]> = {}): ObjectNode {
  return {
    kind: "object",
    step: "deploy",
    name: "c1/demo/ConfigMap/cm",
    cluster: "c1",
    object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cm", namespace: "demo" } },
    handling: { retain: false, takeOver: false, readOnly: false, ignoreChanges: [], orphan: false, ...handling },
    dependsOn: [],
  };
}

const labels = (name: string, namespace: string) => ({
  labels: { "app.oam.dev/name": name, "app.oam.dev/namespace": namespace },
});

describe("ownershipFinding", () => {
  it("lets through what does not exist and what the Application has already", () => {
    expect(ownershipFinding(node(), application, undefined)).toBeUndefined();
    expect(ownershipFinding(node(), application, labels("shop", "demo"))).toBeUndefined();
  });

  it("refuses what belongs to nobody, or to another Application, naming it", () => {
    expect(ownershipFinding(node(), application, { labels: {} })?.message).toBe(
      'ConfigMap "cm" in namespace "demo" of cluster "c1" exists already and belongs to no Application',
    );
    expect(ownershipFinding(node(), application, labels("shop", "other"))?.message).toContain(
      "the Application other/shop",
    );
  });

  it("takes over what a policy lets it", () => {
    expect(ownershipFinding(node({ takeOver: true }), application, { labels: {} })).toBeUndefined();
  });

  it("reads what a policy says is only read, whoever has it, but not what is missing", () => {
    expect(ownershipFinding(node({ readOnly: true }), application, { labels: {} })).toBeUndefined();
    expect(ownershipFinding(node({ readOnly: true }), application, undefined)?.message).toContain("does not exist");
  });
});
