import { describe, expect, it } from "vitest";
import { factsFromOutputs } from "../../report/facts-from-outputs";
import type { PreviewStep } from "../../report/preview";
import { isDestructive, reportOf, totalOf } from "../../report/report";
import { changesReport, recorded, recordedFacts } from "./recorded";

describe("a report of changes", () => {
  const report = changesReport();
  const [first, last] = report.steps;

  it("puts every change into its step, once for all clusters in which it is the same", () => {
    expect(first?.changes.map(({ action, subject, clusters }) => [action, subject.kind, clusters])).toEqual([
      ["update", "Deployment", ["beijing-1", "beijing-2"]],
      ["update", "Secret", ["beijing-1", "beijing-2"]],
      ["replace", "Job", ["beijing-1", "beijing-2"]],
      ["delete", "ConfigMap", ["beijing-1", "beijing-2"]],
      ["delete", "Service", ["beijing-1", "beijing-2"]],
    ]);
  });

  it("says field by field what an update changes, by the names of list items", () => {
    expect(first?.changes[0]?.fields).toContainEqual({
      path: "spec.template.spec.containers[web].image",
      old: "registry.example/web:1",
      new: "registry.example/web:2",
    });
  });

  it("says that a secret changes, but not from what to what", () => {
    expect(first?.changes[1]?.fields).toEqual([{ path: "data", old: "[secret]", new: "[secret]" }]);
    expect(JSON.stringify(report)).not.toMatch(/planted|hunter/);
  });

  it("counts a replacement once, and says why it is one", () => {
    expect(report.counts).toEqual({ create: 0, update: 4, replace: 2, delete: 4, forget: 0 });
    expect(first?.changes[2]?.why).toEqual(["spec.template.spec.containers[0].image"]);
  });

  it("shows a step that is held, with what to approve and nothing that changes", () => {
    expect(last).toMatchObject({ step: "last", state: "held", clusters: ["us-west-1"], after: ["first"], changes: [] });
    expect(last?.digest).toMatch(/^p[0-9a-f]{11}$/);
  });

  it("tells about every cluster that is delivered to", () => {
    expect(report.clusters.map(({ name, counts }) => [name, totalOf(counts)])).toEqual([
      ["beijing-1", 5],
      ["beijing-2", 5],
      ["us-west-1", 0],
    ]);
    expect(report.clusters[2]?.labels).toEqual({ provider: "AWS" });
  });

  it("does not depend on the order in which the engine worked", () => {
    const preview = recorded("changes");
    const backwards = { ...preview, steps: [...preview.steps].reverse() };
    expect(reportOf(backwards, recordedFacts())).toEqual(report);
  });

  it("knows without a plan where something was delivered before", () => {
    const preview = recorded("changes");
    const { steps, elsewhere } = reportOf(preview, factsFromOutputs(preview));
    expect(steps.map(({ step, changes }) => [step, changes.length])).toEqual([["first", 5]]);
    expect(elsewhere).toEqual([]);
  });
});

describe("a report after a refresh", () => {
  it("marks what puts right what somebody else has done", () => {
    const { elsewhere } = reportOf(recorded("drift"));
    expect(elsewhere.map(({ action, subject, clusters, drift }) => [action, subject.kind, clusters, drift])).toEqual([
      ["create", "Service", ["beijing-2"], true],
      ["update", "Deployment", ["us-west-1"], true],
    ]);
    expect(elsewhere[1]?.fields).toEqual([{ path: "spec.replicas", old: 7, new: 5 }]);
  });
});

describe("what is no object of a cluster", () => {
  const urn = "urn:pulumi:prod::flotilla::flotilla:index:AckCluster$";
  const step = (op: string, type: string, name: string, more: object = {}): PreviewStep => ({
    op,
    urn: `${urn}${type}::${name}`,
    newState: { type, custom: true, inputs: {}, ...more },
  });

  it("is told as of the cloud, unless it is a means of flotilla's own", () => {
    const steps = [
      step("create", "alicloud:vpc/network:Network", "poc-01"),
      step("create", "flotilla:index:AckCluster", "poc-01"),
      step("create", "pulumi:index:Stash", "step-1"),
    ];
    const { cloud, counts, stack } = reportOf({ steps, diagnostics: [] });
    expect(cloud.map(({ subject }) => subject)).toEqual([{ kind: "alicloud:vpc/network:Network", name: "poc-01" }]);
    expect([counts.create, stack]).toEqual([1, "prod"]);
  });

  it("says of a cluster whether it joins or leaves", () => {
    const provider = (op: string, name: string) => step(op, "pulumi:providers:kubernetes", name);
    const { clusters, counts } = reportOf({
      steps: [provider("create", "a"), provider("delete", "b")],
      diagnostics: [],
    });
    expect(clusters.map(({ name, state }) => [name, state])).toEqual([
      ["a", "joins"],
      ["b", "leaves"],
    ]);
    expect(totalOf(counts)).toBe(0);
  });

  it("tells apart what is deleted and what is only forgotten", () => {
    const oldState = { type: "kubernetes:core/v1:Namespace", custom: true, inputs: {}, retainOnDelete: true };
    const steps = [{ op: "delete", urn: `${urn}kubernetes:core/v1:Namespace::ns`, oldState }];
    const report = reportOf({ steps, diagnostics: [] });
    expect(report.counts).toMatchObject({ delete: 0, forget: 1 });
    expect(isDestructive(report)).toBe(false);
  });

  it("does not call it replaced when an object is delivered that was only read before: nothing is deleted", () => {
    const type = "kubernetes:apps/v1:Deployment";
    const newState = { type, custom: true, inputs: { kind: "Deployment", metadata: { name: "web" } } };
    const oldState = { type, custom: true, inputs: {}, external: true };
    const report = reportOf({
      steps: [{ op: "replace", urn: `${urn}${type}::web`, oldState, newState }],
      diagnostics: [],
    });
    expect(report.counts).toMatchObject({ create: 1, replace: 0 });
    expect(isDestructive(report)).toBe(false);
  });
});
