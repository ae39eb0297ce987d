import { describe, expect, it } from "vitest";
import type { PlanFacts } from "../../report/facts";
import { reportOfShards } from "../../report/merge";
import type { Preview } from "../../report/preview";

/** A preview that creates a ConfigMap in one cluster. */
function preview(stack: string, cluster: string, warning: string): Preview {
  const inputs = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x", namespace: "default" } };
  return {
    steps: [
      {
        op: "create",
        urn: `urn:pulumi:${stack}::flotilla::kubernetes:core/v1:ConfigMap::${cluster}/default/ConfigMap/x`,
        provider: `urn:pulumi:${stack}::flotilla::flotilla:index:Cluster$pulumi:providers:kubernetes::${cluster}::id`,
        newState: { type: "kubernetes:core/v1:ConfigMap", custom: true, inputs },
      },
    ],
    diagnostics: [
      { severity: "warning", message: "warning: everybody says this" },
      { severity: "warning", message: `warning: ${warning}` },
    ],
  };
}

/** The facts that one shard has: all steps and clusters, and what it delivers itself. */
function facts(cluster: string, position: number): PlanFacts {
  return {
    steps: ["first", "last"].map((step, index) => ({
      ...{ application: "default/shop", step, clusters: [`c${index + 1}`], after: [], state: "delivers" as const },
    })),
    owners: { [`${cluster}/default/ConfigMap/x`]: position },
    former: {},
    clusters: ["c1", "c2"].map((name) => ({ name, labels: {} })),
    skipped: [],
  };
}

describe("the report about all shards", () => {
  const report = reportOfShards("prod", [
    { preview: preview("prod-1", "c1", "one"), facts: facts("c1", 0) },
    { preview: preview("prod-2", "c2", "two"), facts: facts("c2", 1) },
  ]);

  it("has every change in its step, as if there were one stack", () => {
    expect(report.stack).toBe("prod");
    expect(report.steps.map(({ step, changes }) => [step, ...changes.flatMap(({ clusters }) => clusters)])).toEqual([
      ["first", "c1"],
      ["last", "c2"],
    ]);
    expect(report.clusters.map(({ name, counts }) => [name, counts.create])).toEqual([
      ["c1", 1],
      ["c2", 1],
    ]);
    expect([report.counts.create, report.elsewhere]).toEqual([2, []]);
  });

  it("says once what all shards say", () => {
    expect(report.messages.map(({ text }) => text)).toEqual(["everybody says this", "one", "two"]);
  });
});
