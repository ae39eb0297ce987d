import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import { isRepeatable } from "../../plan/repeatable";
import { cluster, registry } from "../support/plan";

const options = { order: "barrier", createNamespaces: true } as const;

/** Whether an Application with such steps, and such policies, wants the same the next time. */
function repeatable(steps: string, policies = "[]"): boolean {
  const text = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - {name: a, type: k8s-objects, properties: {objects: [{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}}
  policies: ${policies}
  workflow: {steps: ${steps}}
`;
  const { documents } = parseDocuments([{ file: "app.yaml", text }]);
  return isRepeatable(planDeliveries(documents, registry(cluster("c1"), cluster("c2")), options));
}

const TOPOLOGY = "{name: all, type: topology, properties: {clusters: [c1, c2]}}";
const DEPLOY = "{name: first, type: deploy, properties: {policies: [all]}}";

describe("a plan", () => {
  it("wants the same in the next run when it only delivers", () => {
    expect(repeatable(`[${DEPLOY}]`, `[${TOPOLOGY}]`)).toBe(true);
  });

  it.each([
    ["something waits for an approval", `[${DEPLOY.replace("[all]", "[all], auto: false")}]`, `[${TOPOLOGY}]`],
    ["a step waits for somebody", `[${DEPLOY}, {name: wait, type: suspend}]`, `[${TOPOLOGY}]`],
    [
      "a step does something itself",
      `[${DEPLOY}, {name: tell, type: webhook, properties: {url: {value: "https://hooks.example"}}}]`,
      `[${TOPOLOGY}]`,
    ],
    [
      "an object is only read",
      `[${DEPLOY}]`,
      `[${TOPOLOGY}, {name: read, type: read-only, properties: {rules: [{selector: {resourceTypes: [ConfigMap]}}]}}]`,
    ],
  ])("may want something else when %s", (_, steps, policies) => {
    expect(repeatable(steps, policies)).toBe(false);
  });
});
