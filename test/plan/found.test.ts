import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { needsCheckpoints } from "../../plan/checkpoints";
import { type PlannedApplication, planDeliveries } from "../../plan/deliveries";
import { type FoundObject, LEFT_BEHIND, withFound } from "../../plan/found";
import type { ObjectNode } from "../../plan/graph-types";
import { inventoryOf } from "../../plan/inventory";
import { cluster, registry } from "../support/plan";

const TEXT = `
apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: { name: shop, namespace: demo }
spec:
  components:
    - { name: web, type: webservice, properties: { image: "nginx:1" } }
  policies:
    - { name: where, type: topology, properties: { clusters: [c1] } }
`;

function planned(text = TEXT): PlannedApplication[] {
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  return planDeliveries(documents, registry(cluster("c1")), { order: "barrier", createNamespaces: false });
}

function found(name: string, application = "demo/shop"): FoundObject {
  const place = { cluster: "c1", apiVersion: "apps/v1", kind: "Deployment", namespace: "demo" };
  return { ...place, name, application, manager: "pulumi-kubernetes-abc" };
}

function objects(one: PlannedApplication[]): ObjectNode[] {
  return one.flatMap(({ graph }) => graph.nodes).filter((node) => node.kind === "object");
}

describe("what an interrupted run has left", () => {
  it("goes on under the field manager that it had, where it is still wanted", () => {
    const { planned: next, orphans } = withFound(planned(), [found("web")]);
    expect(orphans).toEqual([]);
    expect(objects(next).map(({ name, step }) => [name, step])).toEqual(
      objects(planned()).map(({ name, step }) => [name, step]),
    );
    expect(objects(next)[0]?.object.metadata?.annotations).toMatchObject({
      "pulumi.com/patchFieldManager": "pulumi-kubernetes-abc",
    });
  });

  it("is the same object in another version of its API", () => {
    const { planned: next } = withFound(planned(), [{ ...found("web"), apiVersion: "apps/v1beta1" }]);
    expect(objects(next)).toHaveLength(1);
  });

  it("is taken over as it is where nobody wants it, for the next run to delete", () => {
    const { planned: next } = withFound(planned(), [found("old")]);
    const left = objects(next).find(({ step }) => step === LEFT_BEHIND);
    expect(left?.name).toBe("c1/demo/Deployment/old");
    expect(Object.keys(left?.object ?? {})).toEqual(["apiVersion", "kind", "metadata"]);
    expect(next.flatMap(({ graph }) => inventoryOf(graph)).map(({ name }) => name)).toContain("c1/demo/Deployment/old");
  });

  it("is nobody's where its Application is not there any more", () => {
    const { planned: next, orphans } = withFound(planned(), [found("old", "demo/gone")]);
    expect(orphans).toEqual([found("old", "demo/gone")]);
    expect(objects(next)).toHaveLength(1);
  });
});

describe("a run whose state is saved at its end only", () => {
  const c1 = { cluster: "c1", previousNames: [] };

  it("may deliver objects to clusters that will be searched", () => {
    expect(needsCheckpoints(planned(), [c1], false)).toBeUndefined();
    expect(needsCheckpoints(planned(), [], false)).toContain('what is in cluster "c1"');
  });

  it("may neither create clusters nor register any", () => {
    const ack = { cluster: "beijing-1", previousNames: [], ack: {} } as never;
    expect(needsCheckpoints(planned(), [c1, ack], false)).toBe('cluster "beijing-1" in Alibaba Cloud');
    expect(needsCheckpoints(planned(), [c1], true)).toBe("the registration of clusters");
  });

  it("may not run steps that must not run again", () => {
    const step = `${TEXT}  workflow:
    steps:
      - { name: deliver, type: deploy, properties: { policies: [where] } }
      - { name: say, type: print-message-in-status, properties: { message: delivered } }
`;
    expect(needsCheckpoints(planned(step), [c1], false)).toBe('that step "say" has run');
  });
});
