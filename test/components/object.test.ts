import { describe, expect, it } from "vitest";
import type { Health } from "../../components/health";
import { ClusterObject } from "../../components/object";
import type { KubernetesObject } from "../../workloads/types";
import { type Registration, record } from "../support/monitor";

const object = (apiVersion: string, kind: string, rest: object = {}): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: "one" },
  ...rest,
});

async function registered(
  made: KubernetesObject,
  health?: Health,
  previousNames: string[] = [],
): Promise<Registration> {
  const all = await record(() => new ClusterObject("one", { object: made, health, previousNames }));
  expect(all).toHaveLength(1);
  return all[0] as Registration;
}

describe("types", () => {
  it.each([
    ["v1", "ConfigMap", "kubernetes:core/v1:ConfigMap"],
    ["apps/v1", "Deployment", "kubernetes:apps/v1:Deployment"],
    ["networking.k8s.io/v1", "Ingress", "kubernetes:networking.k8s.io/v1:Ingress"],
    ["example.com/v1alpha1", "AllowList", "kubernetes:example.com/v1alpha1:AllowList"],
    ["example.com/v1", "constructor", "kubernetes:example.com/v1:constructor"],
  ])("names %s %s as the Kubernetes SDK does", async (apiVersion, kind, token) => {
    expect((await registered(object(apiVersion, kind))).type).toBe(token);
  });

  it("refuses a list of objects", async () => {
    await expect(registered(object("v1", "ConfigMapList", { items: [] }))).rejects.toThrow(
      "deliver its items one by one",
    );
  });

  it("knows an object again after its cluster was upgraded, renamed, or both", async () => {
    const { aliases } = await registered(object("batch/v1", "CronJob"), undefined, ["before"]);
    expect(aliases).toEqual([
      { name: "before" },
      { type: "kubernetes:batch/v1beta1:CronJob" },
      { name: "before", type: "kubernetes:batch/v1beta1:CronJob" },
    ]);
    expect((await registered(object("example.com/v1", "CronJob"))).aliases).toEqual([]);
  });
});

describe("health", () => {
  const SKIP = { "pulumi.com/skipAwait": "true" };
  const annotations = async (made: KubernetesObject, health?: Health) =>
    ((await registered(made, health)).inputs.metadata as KubernetesObject["metadata"])?.annotations;

  it.each([
    ["v1", "Service"],
    ["v1", "PersistentVolumeClaim"],
    ["v1", "PersistentVolume"],
    ["networking.k8s.io/v1", "Ingress"],
  ])("does not wait for %s %s unless everything counts", async (apiVersion, kind) => {
    expect(await annotations(object(apiVersion, kind))).toEqual(SKIP);
    expect(await annotations(object(apiVersion, kind), "full")).toBeUndefined();
  });

  it.each([
    ["apps/v1", "Deployment"],
    ["batch/v1", "Job"],
    ["v1", "ConfigMap"],
  ])("leaves %s %s as it is", async (apiVersion, kind) => {
    expect(await annotations(object(apiVersion, kind))).toBeUndefined();
  });

  it("leaves the word to an object that says how to wait for it", async () => {
    const waitFor = { "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}" };
    const await_ = { "pulumi.com/skipAwait": "false", team: "a" };
    expect(await annotations(object("v1", "Service", { metadata: { name: "one", annotations: waitFor } }))).toEqual(
      waitFor,
    );
    expect(await annotations(object("v1", "Service", { metadata: { name: "one", annotations: await_ } }))).toEqual(
      await_,
    );
  });

  it("waits ten minutes when nothing is said", async () => {
    expect((await registered(object("apps/v1", "Deployment"))).timeouts).toEqual({ create: "600s", update: "600s" });
  });
});

describe("secrets", () => {
  it("hides what a Secret holds, and nothing else of it", async () => {
    const { inputs, additionalSecretOutputs } = await registered(
      object("v1", "Secret", { type: "Opaque", data: { key: "aGlkZGVu" } }),
    );
    expect(inputs).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "one" },
      type: "Opaque",
      data: { secret: { key: "aGlkZGVu" } },
    });
    expect(additionalSecretOutputs).toEqual(["data", "stringData"]);
  });

  it("does not hide a ConfigMap", async () => {
    const { inputs, additionalSecretOutputs } = await registered(object("v1", "ConfigMap", { data: { key: "value" } }));
    expect(inputs.data).toEqual({ key: "value" });
    expect(additionalSecretOutputs).toEqual([]);
  });
});
