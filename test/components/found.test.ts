import { output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { Application } from "../../components/application";
import { foundIn, foundOutputs } from "../../components/found";
import { known as valueIn } from "../../components/known";
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
  const [began, now] = ["2030-01-01T00:00:00.000Z", "2030-01-02T00:00:00.000Z"];
  const outputs = (revision: string, look: object) => [
    { found: { "default/shop": { revision, began, steps: { look } } } },
    {},
  ];
  const known = (revision: string, look: object = outcome, at = now) =>
    foundIn(first, outputs(revision, look), at).get("default/shop");

  it("counts for the plan that it was found for", () => {
    const [revision = ""] = first.map(({ plan }) => revisionOf(plan));
    expect([...(known(revision) ?? [])]).toEqual([["look", outcome]]);
  });

  it("counts for no other plan", () => {
    expect([...(known("another") ?? [])]).toEqual([]);
  });

  it("counts in the same command only, when it is that a step has failed", () => {
    const [revision = ""] = first.map(({ plan }) => revisionOf(plan));
    const failed = { ...outcome, result: { phase: "failed", reason: "Timeout", message: "no" } };
    expect([...(known(revision, failed, began) ?? [])]).toEqual([["look", failed]]);
    expect([...(known(revision, failed) ?? [])]).toEqual([]);
  });

  it("is how a step has ended too, where others ask for that", async () => {
    const asking = TEXT.replace("}}]}", '}}, {name: late, type: suspend, if: "status.look.failed"}]}');
    const { documents } = parseDocuments([{ file: "app.yaml", text: asking }]);
    const first = planDeliveries(documents, registry(), { order: "barrier", createNamespaces: true });
    const told = { phase: "failed", reason: "Timeout", message: "no" };
    const step = { ...Object.fromEntries(Object.entries(told).map(([key, value]) => [key, output(value)])) };
    const made = [{ steps: new Map([["look", { ...step, values: output({}) }]]) }] as unknown as Application[];
    const found = (await valueIn(foundOutputs(first, made, began)))?.value ?? {};
    expect([...(foundIn(first, [{ found }], began).get("default/shop") ?? [])]).toEqual([
      ["look", { result: told, values: {}, secret: false }],
    ]);
  });
});
