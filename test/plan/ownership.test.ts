import { describe, expect, it } from "vitest";
import type { ObjectNode } from "../../plan/graph-types";
import { ownershipFinding } from "../../plan/ownership";

const application = { name: "shop", namespace: "demo" };

const PLAIN = { retain: false, takeOver: false, shared: false, readOnly: false, leave: [], orphan: false };

function node(handling: Partial<ObjectNode["handling"]> = {}): ObjectNode {
  return {
    kind: "object",
    step: "deploy",
    name: "c1/demo/ConfigMap/cm",
    cluster: "c1",
    object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cm", namespace: "demo" } },
    handling: { ...PLAIN, ...handling },
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

  it("takes over what belongs to nobody when a policy lets it, and nothing of another Application", () => {
    const takeOver = node({ takeOver: true });
    expect(ownershipFinding(takeOver, application, { labels: {} })).toBeUndefined();
    expect(ownershipFinding(takeOver, application, {})).toBeUndefined();
    expect(ownershipFinding(takeOver, application, { labels: { "app.oam.dev/name": "half" } })).toBeUndefined();
    expect(ownershipFinding(takeOver, application, labels("other", "demo"))).toMatchObject({
      code: "not-ours",
      hint: expect.stringContaining("shared-resource"),
    });
  });

  it("shares only with an Application that shares too, and takes over nothing for it", () => {
    const shared = node({ shared: true });
    const annotations = { "app.oam.dev/shared-by": "demo/other" };
    expect(ownershipFinding(shared, application, { ...labels("other", "demo"), annotations })).toBeUndefined();
    expect(ownershipFinding(shared, application, labels("other", "demo"))?.message).toContain("does not share it");
    expect(ownershipFinding(shared, application, { annotations })?.message).toContain("belongs to no Application");
  });

  it("reads what a policy says is only read, whoever has it, but not what is missing", () => {
    expect(ownershipFinding(node({ readOnly: true }), application, { labels: {} })).toBeUndefined();
    expect(ownershipFinding(node({ readOnly: true }), application, undefined)?.message).toContain("does not exist");
  });
});
