import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../model/json";
import { annotations } from "../../../workloads/traits/annotations";
import { labels } from "../../../workloads/traits/labels";
import type { KubernetesObject } from "../../../workloads/types";
import { applyTrait, refused } from "./harness";

const deployment: KubernetesObject = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { labels: { own: "1" } },
  spec: { template: { metadata: { labels: { app: "web", old: "x" }, annotations: { old: "x" } } } },
};
const cronJob: KubernetesObject = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  spec: { jobTemplate: { spec: { template: { spec: {} } } } },
};
const configMap: KubernetesObject = { apiVersion: "v1", kind: "ConfigMap", data: { a: "b" } };

const labelled = (workload: KubernetesObject, properties: JsonObject) =>
  applyTrait(labels, properties, { workload }).workload;
const annotated = (workload: KubernetesObject, properties: JsonObject) =>
  applyTrait(annotations, properties, { workload }).workload;

describe("labels", () => {
  it("labels workload and pods, and removes what is null", () => {
    expect(labelled(deployment, { a: "1", app: "hijack", old: null })).toEqual({
      ...deployment,
      metadata: { labels: { own: "1", a: "1", app: "hijack" } },
      spec: { template: { metadata: { labels: { app: "hijack", a: "1" }, annotations: { old: "x" } } } },
    });
  });

  it("labels only the workload where there is no pod template at the usual place", () => {
    expect(labelled(cronJob, { a: "1" })).toEqual({ ...cronJob, metadata: { labels: { a: "1" } } });
    expect(labelled(configMap, { a: null })).toEqual({ ...configMap, metadata: { labels: {} } });
  });

  it("refuses values that are no text", () => {
    expect(refused(labels, { a: 1, b: null, c: "" })).toEqual(["a: invalid_type"]);
  });
});

describe("annotations", () => {
  it("annotates workload and pods, and removes what is null", () => {
    expect(annotated(deployment, { a: "1", old: null })).toEqual({
      ...deployment,
      metadata: { labels: { own: "1" }, annotations: { a: "1" } },
      spec: { template: { metadata: { labels: { app: "web", old: "x" }, annotations: { a: "1" } } } },
    });
  });

  it("annotates the jobs of a cron job, and their pods", () => {
    const metadata = { annotations: { a: "1" } };
    expect(annotated(cronJob, { a: "1" })).toEqual({
      ...cronJob,
      metadata,
      spec: { jobTemplate: { metadata, spec: { template: { metadata, spec: {} } } } },
    });
    const bare = { ...cronJob, spec: { jobTemplate: {} } };
    expect(annotated(bare, { a: "1" })).toEqual({ ...bare, metadata, spec: { jobTemplate: { metadata } } });
  });

  it("annotates other objects", () => {
    expect(annotated(configMap, { a: "1" })).toEqual({ ...configMap, metadata: { annotations: { a: "1" } } });
  });

  it("refuses values that are no text", () => {
    expect(refused(annotations, { a: true, b: null })).toEqual(["a: invalid_type"]);
  });
});
