import { describe, expect, it } from "vitest";
import { foundIn } from "../../components/found";
import { parseDocuments } from "../../model/documents";
import { planDeliveries } from "../../plan/deliveries";
import { revisionOf } from "../../plan/hold";
import { registry } from "../support/plan";

const TEXT = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: default}
spec:
  components: [{name: web, type: webservice, properties: {image: "nginx:1"}}]
  workflow: {steps: [{name: look, type: print-message-in-status, properties: {message: m}}]}
`;

describe("what steps have found in another stack", () => {
  const { documents } = parseDocuments([{ file: "app.yaml", text: TEXT }]);
  const first = planDeliveries(documents, registry(), { order: "barrier", createNamespaces: true });
  const outcome = { result: { phase: "succeeded" }, values: { level: "high" }, secret: true };
  const outputs = (revision: string) => [{ found: { "default/shop": { revision, steps: { look: outcome } } } }, {}];
  const known = (revision: string) => foundIn(first, outputs(revision)).get("default/shop");

  it("counts for the plan that it was found for", () => {
    const [revision = ""] = first.map(({ plan }) => revisionOf(plan));
    expect([...(known(revision) ?? [])]).toEqual([["look", outcome]]);
  });

  it("counts for no other plan", () => {
    expect([...(known("another") ?? [])]).toEqual([]);
  });
});
