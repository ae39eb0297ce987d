import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { resource } from "../../../workloads/traits/resource";
import { applyTrait, podSpecWith, refused } from "./harness";

const resourcesWith = (properties: JsonObject, before: JsonObject = {}) => {
  const podSpec = podSpecWith(resource, properties, { containers: [{ name: "web", resources: before }] });
  return (podSpec as { containers: { resources: unknown }[] }).containers[0]?.resources;
};

describe("resource", () => {
  it("requests CPU and memory and limits them to the same", () => {
    const both = { cpu: 0.5, memory: "64Mi" };
    expect(podSpecWith(resource, both)).toEqual({
      containers: [{ name: "web", image: "nginx:1", resources: { requests: both, limits: both } }],
    });
  });

  it("takes requests and limits apart, with defaults, and leaves out what is not there", () => {
    expect(resourcesWith({ requests: { cpu: "0.1" }, limits: { memory: "128Mi" } })).toEqual({
      requests: { cpu: "0.1", memory: "2048Mi" },
      limits: { cpu: 1, memory: "128Mi" },
    });
    expect(resourcesWith({ cpu: 1, memory: "1Gi", limits: {} })).toEqual({ limits: { cpu: 1, memory: "2048Mi" } });
  });

  it("sets nothing with only one of CPU and memory", () => {
    expect(resourcesWith({})).toEqual({});
    expect(resourcesWith({ cpu: 1 })).toEqual({});
    expect(resourcesWith({ memory: "1Gi" })).toEqual({});
  });

  it("takes the place of what is there, requests and limits each as a whole", () => {
    const before = { requests: { cpu: 1, storage: "1Gi" }, limits: { cpu: 2 }, claims: [] };
    expect(resourcesWith({ requests: { cpu: 3, memory: "1Gi" } }, before)).toEqual({
      requests: { cpu: 3, memory: "1Gi" },
      limits: { cpu: 2 },
      claims: [],
    });
  });

  it("finds the pods of a cron job, and leaves objects without pods alone", () => {
    const both = { cpu: 1, memory: "1Gi" };
    const pods = { template: { spec: { containers: [{ name: "job" }] } } };
    const cronJob = { apiVersion: "batch/v1", kind: "CronJob", spec: { jobTemplate: { spec: pods } } };
    const containers = [{ name: "job", resources: { requests: both, limits: both } }];
    expect(applyTrait(resource, both, { workload: cronJob }).workload).toEqual({
      ...cronJob,
      spec: { jobTemplate: { spec: { template: { spec: { containers } } } } },
    });
    const workload = { apiVersion: "v1", kind: "ConfigMap" };
    expect(applyTrait(resource, both, { workload })).toEqual({ workload });
  });

  it("refuses workloads with several containers: which one is meant is not said", () => {
    const containers = [{ name: "web" }, { name: "log" }];
    expect(() => podSpecWith(resource, { cpu: 1, memory: "1Gi" }, { containers })).toThrow(
      "spec.template.spec.containers has 2 entries, but the patch has 1",
    );
  });

  it("refuses amounts of another form", () => {
    expect(refused(resource, { memory: "0.5Gi" })).toEqual(["memory: invalid_format"]);
    expect(refused(resource, { memory: 64 })).toEqual(["memory: invalid_type"]);
    expect(refused(resource, { cpu: true })).toEqual(["cpu: invalid_union"]);
    expect(refused(resource, { limits: null })).toEqual(["limits: invalid_type"]);
  });
});
