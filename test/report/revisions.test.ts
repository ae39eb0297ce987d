import { describe, expect, it } from "vitest";
import type { ClusterRegistry } from "../../model/cluster";
import { reportBetween } from "../../report/revisions";
import { planYaml } from "../support/plan";

const registry: ClusterRegistry = {
  clusters: ["c1", "c2"].map((name) => ({ name, labels: { of: name }, version: { major: 1, minor: 30 } })),
  allowCrossNamespace: true,
};

const app = (components: string, clusters: string[]) => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: a}
spec:
  components: ${components}
  policies: [${clusters.map((name) => `{name: to-${name}, type: topology, properties: {clusters: [${name}]}}`)}]
`;
const web = (image: string) => `{name: web, type: webservice, properties: {image: "${image}"}}`;
const secret = (value: string) =>
  `{name: s, type: raw, properties: {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: ${value}}}}`;

const between = (before: string, after: string) =>
  reportBetween(planYaml(before), planYaml(after), registry, "staging");
const told = (before: string, after: string) =>
  between(before, after).steps.map(({ step, changes }) => [
    step,
    ...changes.map(({ action, subject, clusters }) => `${action} ${subject.kind}/${subject.name} in ${clusters}`),
  ]);

describe("what two revisions differ in", () => {
  it("is told by step and cluster, field by field, and counted", () => {
    const report = between(app(`[${web("nginx:1")}]`, ["c1", "c2"]), app(`[${web("nginx:2")}]`, ["c1", "c2"]));
    const field = { path: "spec.template.spec.containers[web].image", old: "nginx:1", new: "nginx:2" };
    expect(report.steps.map(({ changes }) => changes.map(({ clusters, fields }) => [clusters, fields]))).toEqual([
      [[["c1"], [field]]],
      [[["c2"], [field]]],
    ]);
    expect(report).toMatchObject({ stack: "staging", counts: { update: 2 }, elsewhere: [], messages: [] });
    expect(report.clusters).toMatchObject([
      { name: "c1", labels: { of: "c1" }, state: "stays", counts: { update: 1 } },
      { name: "c2", labels: { of: "c2" }, state: "stays", counts: { update: 1 } },
    ]);
  });

  it("is what comes in the step that brings it, and what goes in the step that had it", () => {
    expect(told(app(`[${web("a")}]`, ["c1"]), app(`[${web("a")}]`, ["c2"]))).toEqual([
      ["deploy-to-c2", "create Deployment/web in c2"],
      ["deploy-to-c1", "delete Deployment/web in c1"],
    ]);
  });

  it("is nothing between the same", () => {
    expect(told(app(`[${web("a")}]`, ["c1"]), app(`[${web("a")}]`, ["c1"]))).toEqual([["deploy-to-c1"]]);
  });

  it("shows no data of Secrets", () => {
    const report = between(app(`[${secret("planted-one")}]`, ["c1"]), app(`[${secret("planted-two")}]`, ["c1"]));
    const [change] = report.steps[0]?.changes ?? [];
    expect(change?.fields).toEqual([{ path: "stringData.a", old: "[secret]", new: "[secret]" }]);
    expect(JSON.stringify(between(app("[]", ["c1"]), app(`[${secret("planted")}]`, ["c1"])))).not.toContain("planted");
  });
});
