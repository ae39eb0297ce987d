import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { k8sUpdateStrategy } from "../../../workloads/traits/k8s-update-strategy";
import { applyTrait, refused } from "./harness";

/** Spec of a workload of the given kind after the trait; it has both fields before. */
function specAfter(targetKind: string, strategy: JsonObject): unknown {
  const old = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, minReadySeconds: 3 } };
  const workload = { apiVersion: "apps/v1", kind: targetKind, spec: { strategy: old, updateStrategy: old } };
  const { workload: patched = workload } = applyTrait(k8sUpdateStrategy, { targetKind, strategy }, { workload });
  const spec = patched.spec as typeof workload.spec;
  return {
    strategy: spec.strategy === old ? "unchanged" : spec.strategy,
    updateStrategy: spec.updateStrategy === old ? "unchanged" : spec.updateStrategy,
  };
}

const rollingStrategy = { maxSurge: "50%", maxUnavailable: "0", partition: 2 };

describe("k8s-update-strategy", () => {
  it.each([
    ["Deployment", "strategy", { maxSurge: "50%", maxUnavailable: "0" }],
    ["StatefulSet", "updateStrategy", { partition: 2 }],
    ["DaemonSet", "updateStrategy", { maxSurge: "50%", maxUnavailable: "0" }],
  ])("replaces the strategy of a %s by a rolling update", (kind, field, rollingUpdate) => {
    expect(specAfter(kind, { type: "RollingUpdate", rollingStrategy })).toEqual({
      ...{ strategy: "unchanged", updateStrategy: "unchanged" },
      [field]: { type: "RollingUpdate", rollingUpdate },
    });
  });

  it.each([
    ["Deployment", "strategy", "Recreate"],
    ["StatefulSet", "updateStrategy", "OnDelete"],
    ["DaemonSet", "updateStrategy", "OnDelete"],
  ])("leaves nothing of the old strategy of a %s", (kind, field, type) => {
    expect(specAfter(kind, { type })).toEqual({
      ...{ strategy: "unchanged", updateStrategy: "unchanged" },
      [field]: { type },
    });
  });

  it.each([
    ["Deployment", "OnDelete"],
    ["StatefulSet", "Recreate"],
    ["DaemonSet", "Recreate"],
  ])("changes nothing for a %s that does not know %s", (kind, type) => {
    expect(specAfter(kind, { type, rollingStrategy })).toEqual({ strategy: "unchanged", updateStrategy: "unchanged" });
  });

  it("rolls a Deployment by quarters, and a StatefulSet as a whole, by default", () => {
    const workload = { apiVersion: "apps/v1", kind: "Deployment" };
    const quarters = { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } };
    for (const properties of [{}, { strategy: { rollingStrategy: {} } }]) {
      const { workload: patched } = applyTrait(k8sUpdateStrategy, properties, { workload });
      expect(patched).toEqual({ ...workload, spec: { strategy: quarters } });
    }
    const { workload: patched } = applyTrait(k8sUpdateStrategy, { targetKind: "StatefulSet" }, { workload });
    expect(patched?.spec).toEqual({ updateStrategy: { type: "RollingUpdate", rollingUpdate: { partition: 0 } } });
  });

  it("refuses other kinds and types, and numbers where KubeVela wants text", () => {
    const strategy = { type: "Canary", rollingStrategy: { maxSurge: 1, partition: "0" } };
    expect(refused(k8sUpdateStrategy, { targetKind: "Job", targetAPIVersion: 1, strategy })).toEqual([
      "targetAPIVersion: invalid_type",
      "targetKind: invalid_value",
      "strategy.type: invalid_value",
      "strategy.rollingStrategy.maxSurge: invalid_type",
      "strategy.rollingStrategy.partition: invalid_type",
    ]);
  });
});
