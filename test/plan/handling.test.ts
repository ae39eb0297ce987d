import { describe, expect, it } from "vitest";
import { resourceGraph } from "../../plan/graph";
import { handlingOf } from "../../plan/handling";
import { planYaml, refusal } from "../support/plan";

/** An Application with two ConfigMaps, `a` as workload and `b` beside it, and one more policy. */
function app(policy: string): string {
  return `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components:
    - name: maps
      type: k8s-objects
      properties:
        objects:
          - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
          - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
  policies:
    - {name: t, type: topology, properties: {clusters: [c1]}}
    - ${policy}`;
}

/** How `a` and `b` are treated. */
function handling(policy: string) {
  const { nodes } = resourceGraph(planYaml(app(policy)), { order: "barrier", createNamespaces: false });
  return nodes.flatMap((node) => (node.kind === "object" ? [node.handling] : []));
}

/** What apply-once leaves to the cluster of `a`. */
function left(properties: string) {
  return handling(`{name: p, type: apply-once, properties: ${properties}}`)[0]?.leave;
}

const plain = { retain: false, takeOver: false, shared: false, readOnly: false, leave: [], orphan: false };

describe("policies about objects", () => {
  it("leave other objects alone", () => {
    expect(handling("{name: r, type: read-only, properties: {rules: [{selector: {resourceNames: [a]}}]}}")).toEqual([
      { ...plain, readOnly: true },
      plain,
    ]);
  });

  it.each([
    ["take-over", { takeOver: true }],
    ["read-only", { readOnly: true }],
    ["shared-resource", { shared: true, retain: true }],
  ])("%s", (type, expected) => {
    const rules = "{rules: [{selector: {componentNames: [maps], resourceTypes: [ConfigMap]}}]}";
    expect(handling(`{name: p, type: ${type}, properties: ${rules}}`)[0]).toEqual({ ...plain, ...expected });
  });

  it("garbage-collect: never keeps, and orphan leaves behind what is owned", () => {
    const rules =
      "[{selector: {oamTypes: [WORKLOAD]}, strategy: never}, {selector: {resourceTypes: [ConfigMap]}, propagation: orphan}]";
    expect(handling(`{name: p, type: garbage-collect, properties: {rules: ${rules}}}`)).toEqual([
      { ...plain, retain: true, orphan: true },
      { ...plain, orphan: true },
    ]);
  });

  it("garbage-collect: refuses what cannot be done", () => {
    const rules = "[{selector: {oamTypes: [WORKLOAD]}, strategy: onAppDelete}]";
    expect(
      refusal(app(`{name: p, type: garbage-collect, properties: {keepLegacyResource: true, rules: ${rules}}}`)),
    ).toMatchObject([
      { code: "not-supported", path: "spec.policies[1].properties.keepLegacyResource" },
      { code: "not-supported", path: "spec.policies[1].properties.rules[0].strategy" },
    ]);
  });

  it("apply-once: leaves fields to the cluster, when it is enabled and an update counts", () => {
    const rule = (affect: string) => `[{strategy: {affect: ${affect}, path: [data.x]}}]`;
    expect(left(`{enable: true, rules: ${rule("always")}}`)).toEqual([["data", "x"]]);
    expect(left(`{enable: true, rules: ${rule("onUpdate")}}`)).toEqual([["data", "x"]]);
    expect(left(`{enable: true, rules: ${rule("onStateKeep")}}`)).toEqual([]);
    expect(left(`{rules: ${rule("always")}}`)).toEqual([]);
    expect(left("{enable: true}")).toEqual([]);
  });

  it("apply-once: goes by the first rule that selects the object", () => {
    const rule = (kind: string, path: string) => `{selector: {resourceTypes: [${kind}]}, strategy: {path: [${path}]}}`;
    const rules = [rule("Secret", "data.x"), rule("ConfigMap", "data.y"), rule("ConfigMap", "data.z")];
    expect(left(`{enable: true, rules: [${rules}]}`)).toEqual([["data", "y"]]);
  });

  it("apply-once: refuses what is no path", () => {
    const rules = "[{strategy: {path: [spec..replicas]}}]";
    expect(refusal(app(`{name: p, type: apply-once, properties: {enable: true, rules: ${rules}}}`))).toMatchObject([
      { path: "spec.policies[1].properties.rules[0].strategy.path[0]" },
    ]);
  });

  it("select nothing with an empty selector", () => {
    expect(handling("{name: p, type: read-only, properties: {rules: [{selector: {}}]}}")).toEqual([plain, plain]);
  });

  it("are about every step's objects without being named by a step", () => {
    expect(planYaml(app("{name: p, type: take-over, properties: {rules: []}}")).warnings).toEqual([]);
  });

  it("know objects by their labels, so also those that an override changed", () => {
    const rules = {
      garbageCollect: [],
      applyOnce: [],
      takeOver: [{ traitTypes: ["gateway"] }],
      readOnly: [],
      shared: [],
    };
    const object = { apiVersion: "v1", kind: "Service", metadata: { labels: { "trait.oam.dev/type": "gateway" } } };
    expect(handlingOf(rules, object).takeOver).toBe(true);
  });
});
