import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { unfinishedInputs } from "../../plan/unfinished";

/** What the state has of a workload, with what its controller has counted. */
function outputs(kind: string, spec: JsonObject, status: JsonObject, annotations: JsonObject = {}): JsonObject {
  const apiVersion = kind === "Job" ? "batch/v1" : kind === "Pod" ? "v1" : "apps/v1";
  const inputs = { apiVersion, kind, metadata: { name: "web", annotations }, spec };
  return { ...inputs, metadata: { name: "web", generation: 2 }, status, __inputs: inputs };
}

const CURRENT = { observedGeneration: 2 };
const TRUE = (type: string) => ({ conditions: [{ type, status: "True" }] });

describe("inputs of a workload that has not become healthy", () => {
  it.each([
    ["Deployment", { replicas: 2 }, { ...CURRENT, availableReplicas: 2, updatedReplicas: 2 }, { availableReplicas: 1 }],
    ["Deployment", {}, { ...CURRENT, availableReplicas: 1, updatedReplicas: 1 }, { observedGeneration: 1 }],
    ["StatefulSet", {}, { ...CURRENT, readyReplicas: 1, updatedReplicas: 1 }, { updatedReplicas: 0 }],
    [
      "DaemonSet",
      {},
      { ...CURRENT, numberAvailable: 3, updatedNumberScheduled: 3, desiredNumberScheduled: 3 },
      { numberAvailable: 2 },
    ],
    ["Job", {}, TRUE("Complete"), TRUE("Failed")],
    ["Pod", {}, TRUE("Ready"), TRUE("PodScheduled")],
    ["Pod", {}, { phase: "Succeeded" }, { phase: "Pending" }],
  ])("are found of a %s with %j", (kind, spec, status, unlike) => {
    expect(unfinishedInputs(outputs(kind, spec, status))).toBeUndefined();
    expect(unfinishedInputs(outputs(kind, spec, { ...status, ...unlike }))).toMatchObject({ kind, spec });
  });

  it("are none of a workload that nobody waits for, or that has no pods, or of anything else", () => {
    expect(unfinishedInputs(outputs("Deployment", {}, {}, { "pulumi.com/skipAwait": "true" }))).toBeUndefined();
    expect(unfinishedInputs(outputs("Deployment", { replicas: 0 }, CURRENT))).toBeUndefined();
    expect(unfinishedInputs(outputs("Service", {}, {}))).toBeUndefined();
    expect(unfinishedInputs({ namespace: "demo" })).toBeUndefined();
  });
});

describe("inputs of what a cluster pulls", () => {
  const waitFor = JSON.stringify(["applied", "available", "one is healthy", "another is healthy"]);
  const current = (type: string) => ({ type, status: "True", observedGeneration: 2 });
  const manifest = (status: string) => ({ conditions: [current("Applied"), { type: "Healthy", status }] });
  const work = (conditions: JsonObject[], manifests: JsonObject[]) => {
    const inputs = {
      ...{ apiVersion: "work.open-cluster-management.io/v1", kind: "ManifestWork" },
      metadata: { name: "web", annotations: { "pulumi.com/waitFor": waitFor } },
    };
    const status = { conditions, resourceStatus: { manifests } };
    return { ...inputs, metadata: { ...inputs.metadata, generation: 2 }, status, __inputs: inputs };
  };
  const applied = [current("Applied"), current("Available")];
  const healthy = [manifest("True"), manifest("True"), { conditions: [current("Applied")] }];

  it("are none when it was applied, and is healthy there", () => {
    expect(unfinishedInputs(work(applied, healthy))).toBeUndefined();
  });

  it.each([
    ["what is unhealthy there", applied, [manifest("True"), manifest("False")]],
    ["what was applied in an earlier version", [current("Applied"), { ...applied[1], observedGeneration: 1 }], healthy],
    ["what nobody has pulled", [], []],
  ])("are found of %s", (_, conditions, manifests) => {
    expect(unfinishedInputs(work(conditions, manifests))).toMatchObject({ kind: "ManifestWork" });
  });
});
