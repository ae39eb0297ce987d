import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { hpa } from "../../../workloads/traits/hpa";
import { applyTrait, refused } from "./harness";

function autoscaler(properties: JsonObject, minor = 30) {
  return applyTrait(hpa, properties, { clusterVersion: { major: 1, minor } }).outputs?.hpa;
}

const cpu = (target: object) => ({ type: "Resource", resource: { name: "cpu", target } });

describe("hpa", () => {
  it("aims at half the requested CPU by default", () => {
    expect(applyTrait(hpa, {})).toEqual({
      outputs: {
        hpa: {
          apiVersion: "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name: "web" },
          spec: {
            scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
            minReplicas: 1,
            maxReplicas: 10,
            metrics: [cpu({ type: "Utilization", averageUtilization: 50 })],
          },
        },
      },
    });
  });

  it("takes the API version from the target cluster", () => {
    expect(autoscaler({}, 22)?.apiVersion).toBe("autoscaling/v2beta2");
    expect(autoscaler({}, 23)?.apiVersion).toBe("autoscaling/v2");
  });

  it("takes every property, and gives each resource its own target", () => {
    const properties = {
      ...{ min: 2, max: 5, targetAPIVersion: "apps/v1beta1", targetKind: "StatefulSet" },
      cpu: { type: "AverageValue", value: 200 },
      mem: { value: 60 },
      podCustomMetrics: [
        { name: "requests", value: "6" },
        { name: "lag", value: "100m" },
      ],
    };
    expect(autoscaler(properties)?.spec).toEqual({
      scaleTargetRef: { apiVersion: "apps/v1beta1", kind: "StatefulSet", name: "web" },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        cpu({ type: "AverageValue", averageValue: 200 }),
        { type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 60 } } },
        { type: "Pods", pods: { metric: { name: "requests" }, target: { type: "AverageValue", averageValue: "6" } } },
        { type: "Pods", pods: { metric: { name: "lag" }, target: { type: "AverageValue", averageValue: "100m" } } },
      ],
    });
  });

  it("refuses other targets and values of the wrong type", () => {
    const properties = { cpu: { type: "Value" }, mem: { value: 0.5 }, podCustomMetrics: [{ name: "m", value: 6 }, {}] };
    expect(refused(hpa, properties)).toEqual([
      "cpu.type: invalid_value",
      "mem.value: invalid_type",
      "podCustomMetrics.0.value: invalid_type",
      "podCustomMetrics.1.name: invalid_type",
      "podCustomMetrics.1.value: invalid_type",
    ]);
  });
});
