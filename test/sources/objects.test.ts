import { describe, expect, it } from "vitest";
import { InputError } from "../../model/findings";
import { type Api, liveClusters } from "../../sources/clusters";
import { readObjects } from "../../sources/objects";
import type { ObjectReference, ObjectType } from "../../workloads/references";

const resource = (name: string, kind: string, namespaced = true) => ({
  ...{ name, singularName: kind.toLowerCase(), kind, namespaced },
});

/** What a small cluster answers. */
const ANSWERS: Record<string, unknown> = {
  "/api/v1": { resources: [resource("configmaps", "ConfigMap"), resource("nodes", "Node", false)] },
  "/apis": { groups: [{ name: "apps", preferredVersion: { groupVersion: "apps/v1" } }] },
  "/apis/apps/v1": { resources: [resource("deployments/scale", "Scale"), resource("deployments", "Deployment")] },
  "/api/v1/namespaces/home/configmaps/a": { kind: "ConfigMap", metadata: { name: "a" } },
  "/api/v1/nodes/n": { kind: "Node", metadata: { name: "n" } },
  "/apis/apps/v1/namespaces/home/deployments/web": { kind: "Deployment", metadata: { name: "web" } },
  "/apis/apps/v1/namespaces/home/deployments?labelSelector=tier%3Dweb": { items: [{ metadata: { name: "web" } }] },
  "/apis/apps/v1/namespaces/home/deployments?labelSelector=tier%3Dnone": { items: [] },
};

const api: Api = { get: async (path) => ANSWERS[path] };

const reference = (type: ObjectType, select: ObjectReference["select"]): ObjectReference => ({
  ...{ from: "cluster", cluster: "local", namespace: "home", type, select },
});

describe("objects of a cluster", () => {
  it.each<[ObjectType, string]>([
    [{ apiVersion: "v1", kind: "ConfigMap" }, "a"],
    [{ resource: "configmaps", group: undefined }, "a"],
    [{ resource: "configmap", group: "" }, "a"],
    [{ resource: "node", group: undefined }, "n"],
    [{ resource: "deployment", group: undefined }, "web"],
    [{ resource: "deployments", group: "apps" }, "web"],
  ])("are found by name as %j", async (type, name) => {
    expect(await readObjects(reference(type, { name }), api)).toMatchObject({ objects: [{ metadata: { name } }] });
  });

  it("are found by labels, with the kind that lists leave out", async () => {
    const type = { resource: "deployment", group: undefined };
    expect(await readObjects(reference(type, { labels: { tier: "web" } }), api)).toEqual({
      objects: [{ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } }],
    });
  });

  it.each<[ObjectType, ObjectReference["select"], string]>([
    [{ apiVersion: "v1", kind: "ConfigMap" }, { name: "b" }, 'cluster "local" has no such object'],
    [{ resource: "deployment", group: undefined }, { labels: { tier: "none" } }, 'cluster "local" has no such object'],
    [{ resource: "gadget", group: undefined }, { name: "b" }, 'cluster "local" knows no such kind of object'],
    [{ resource: "deployment", group: "" }, { name: "web" }, 'cluster "local" knows no such kind of object'],
  ])("are missing as %j %j", async (type, select, problem) => {
    const found = await readObjects(reference(type, select), api);
    expect(found).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});

describe("live clusters", () => {
  const wanted = reference({ apiVersion: "v1", kind: "ConfigMap" }, { name: "a" });

  it("are connected to once", async () => {
    let connections = 0;
    const clusters = liveClusters(() => {
      connections += 1;
      return api;
    });
    await clusters.read(wanted);
    await clusters.read(wanted);
    expect(connections).toBe(1);
  });

  it.each<[string, () => Api]>([
    [
      "no kubeconfig",
      () => {
        throw new InputError([{ severity: "error", code: "invalid-kubeconfig", message: "no kubeconfig" }]);
      },
    ],
    ["connection refused", () => ({ get: () => Promise.reject(new Error("connection refused")) })],
  ])("say why they cannot be asked: %s", async (reason, connect) => {
    expect(await liveClusters(connect).read(wanted)).toMatchObject({
      problem: `is in none of the files, and cluster "local" cannot be asked: ${reason}`,
    });
  });
});
