import { describe, expect, it } from "vitest";
import { cpuscaler } from "../../../workloads/traits/cpuscaler";
import { applyTrait, refused } from "./harness";

const autoscaler = (spec: object) => ({
  outputs: {
    cpuscaler: { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", metadata: { name: "web" }, spec },
  },
});

describe("cpuscaler", () => {
  it("aims at half the requested CPU with 1 to 10 replicas of a Deployment", () => {
    expect(applyTrait(cpuscaler, {})).toEqual(
      autoscaler({
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
        minReplicas: 1,
        maxReplicas: 10,
        targetCPUUtilizationPercentage: 50,
      }),
    );
  });

  it("takes every property", () => {
    const properties = {
      min: 2,
      max: 4,
      cpuUtil: 75,
      targetAPIVersion: "apps.kruise.io/v1alpha1",
      targetKind: "CloneSet",
    };
    expect(applyTrait(cpuscaler, properties)).toEqual(
      autoscaler({
        scaleTargetRef: { apiVersion: "apps.kruise.io/v1alpha1", kind: "CloneSet", name: "web" },
        minReplicas: 2,
        maxReplicas: 4,
        targetCPUUtilizationPercentage: 75,
      }),
    );
  });

  it("refuses fractions, text for numbers, numbers for text, and null", () => {
    expect(refused(cpuscaler, { min: 1.5, max: "3", cpuUtil: null, targetKind: 1 })).toEqual([
      "min: invalid_type",
      "max: invalid_type",
      "targetKind: invalid_type",
      "cpuUtil: invalid_type",
    ]);
  });
});
