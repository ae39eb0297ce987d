import { describe, expect, it } from "vitest";
import { refObjects } from "../../../workloads/components/ref-objects";
import type { Reference } from "../../../workloads/references";
import type { KubernetesObject } from "../../../workloads/types";
import { outside } from "../outside";
import { refused, render } from "./render";

const settings: KubernetesObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings" },
  data: { a: "b" },
};

/** Renders, answering every reference with these objects; also says what was asked for. */
function rendered(properties: object, ...objects: KubernetesObject[]) {
  const asked: Reference[] = [];
  const read = (reference: Reference) => {
    asked.push(reference);
    return { objects };
  };
  return { ...render(refObjects, properties, { outside: outside(read) }), asked };
}

describe("ref-objects", () => {
  it("asks for the component's name in the Application's namespace of the hub, unless told otherwise", () => {
    const here = { resource: "Deployments" };
    const there = { apiVersion: "v1", kind: "Secret", name: "s", namespace: "n", cluster: "c2" };
    const many = { resource: "ingress", group: "networking.k8s.io", labelSelector: { tier: "web" } };
    expect(rendered({ objects: [here, there, many] }, settings).asked).toStrictEqual([
      {
        ...{ from: "cluster", cluster: "local", namespace: "home" },
        ...{ type: { resource: "deployments", group: undefined }, select: { name: "web" } },
      },
      {
        ...{ from: "cluster", cluster: "c2", namespace: "n" },
        ...{ type: { apiVersion: "v1", kind: "Secret" }, select: { name: "s" } },
      },
      {
        ...{ from: "cluster", cluster: "local", namespace: "home" },
        ...{ type: { resource: "ingress", group: "networking.k8s.io" }, select: { labels: { tier: "web" } } },
      },
    ]);
  });

  it("delivers the first object as the workload, the others beside it, and those of urls last", () => {
    const other = { ...settings, metadata: { name: "other" } };
    const { workload, outputs } = rendered({ objects: [{ resource: "configmap" }] }, settings, other);
    expect(workload).toEqual(settings);
    expect(outputs).toEqual({ "objects-1": other });
    const { asked } = rendered({ objects: [{ resource: "a" }], urls: ["https://example.com/a.yaml"] }, settings);
    expect(asked.map(({ from }) => from)).toEqual(["cluster", "url"]);
  });

  it("delivers an object once that is referred to twice, where it was first", () => {
    const other = { ...settings, metadata: { name: "other" } };
    const { workload, outputs } = rendered({ objects: [{ resource: "a" }, { resource: "b" }] }, settings, other);
    expect([workload, outputs]).toEqual([settings, { "objects-1": other }]);
  });

  it("leaves out what servers and other tools wrote, and where the object was delivered to", () => {
    const live = {
      ...{ apiVersion: "v1", kind: "Secret", data: { token: "eA==" }, status: { phase: "x" } },
      metadata: {
        ...{ name: "s", namespace: "home", uid: "1", resourceVersion: "2", generation: 3, selfLink: "/s" },
        ...{ creationTimestamp: "2026-01-01T00:00:00Z", deletionTimestamp: "x", deletionGracePeriodSeconds: 0 },
        ...{ ownerReferences: [{ name: "o" }], managedFields: [{ manager: "m" }], finalizers: ["f"] },
        labels: { own: "kept", "app.oam.dev/cluster": "local" },
        annotations: {
          own: "kept",
          "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"token":"eA=="}}',
          "deployment.kubernetes.io/revision": "7",
        },
      },
    };
    expect(rendered({ objects: [{ resource: "secret" }] }, live).workload).toStrictEqual({
      ...{ apiVersion: "v1", kind: "Secret", data: { token: "eA==" } },
      metadata: {
        ...{ name: "s", namespace: "home", finalizers: ["f"], labels: { own: "kept" }, annotations: { own: "kept" } },
      },
    });
  });

  it("lets each cluster choose a Service's address, unless it is to have none", () => {
    const service = (spec: Record<string, string | string[]>) => {
      return rendered({ objects: [{ resource: "service" }] }, { apiVersion: "v1", kind: "Service", spec }).workload
        .spec;
    };
    expect(service({ clusterIP: "10.0.0.1", clusterIPs: ["10.0.0.1"], type: "ClusterIP" })).toEqual({
      type: "ClusterIP",
    });
    expect(service({ clusterIP: "None", clusterIPs: ["None"] })).toEqual({ clusterIP: "None", clusterIPs: ["None"] });
  });

  it("takes an object as it is written when it has metadata, as overrides give it", () => {
    const { workload, asked } = rendered({ objects: [settings] });
    expect([workload, asked]).toEqual([settings, []]);
  });

  it("refuses what names no type, what has both name and labels, and to be about nothing", () => {
    expect(refused(refObjects, { objects: [{ name: "x" }] })).toEqual(["objects.0"]);
    expect(refused(refObjects, { objects: [{ resource: "a", labelselector: {} }] })).toEqual(["objects.0"]);
    expect(refused(refObjects, { objects: [{ resource: "a", name: "x", labelSelector: {} }] })).toEqual([
      "objects.0.labelSelector",
    ]);
    expect(refused(refObjects, { urls: ["not a url"] })).toEqual(["urls.0"]);
    expect(refused(refObjects, { urls: ["https://ann:pw@example.com/a.yaml", "ftp://example.com"] })).toHaveLength(2);
    expect(() => rendered({})).toThrow("refers to no object");
  });
});
