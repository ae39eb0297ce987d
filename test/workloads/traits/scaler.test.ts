import { describe, expect, it } from "vitest";
import { scaler } from "../../../workloads/traits/scaler";
import { applyTrait, deployment, refused } from "./harness";

describe("scaler", () => {
  it("runs one pod by default", () => {
    const { spec } = deployment();
    expect(applyTrait(scaler, {})).toEqual({
      workload: { apiVersion: "apps/v1", kind: "Deployment", spec: { ...(spec as object), replicas: 1 } },
    });
  });

  it("takes the place of the number that is there", () => {
    const workload = { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: 2, other: true } };
    expect(applyTrait(scaler, { replicas: 0 }, { workload }).workload).toEqual({
      ...workload,
      spec: { replicas: 0, other: true },
    });
  });

  it("refuses what is not a whole number", () => {
    expect(refused(scaler, { replicas: 1.5 })).toEqual(["replicas: invalid_type"]);
    expect(refused(scaler, { replicas: "1" })).toEqual(["replicas: invalid_type"]);
    expect(refused(scaler, { replicas: null })).toEqual(["replicas: invalid_type"]);
  });
});
