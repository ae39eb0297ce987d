import { describe, expect, it } from "vitest";
import { type FoundPod, filterPods, type PodFilter, podsOf } from "../../../cli/pods/find";
import type { LiveObject } from "../../../cli/status/live";
import type { OwnedObject } from "../../../cli/status/owned";
import type { KubernetesObject } from "../../../workloads/types";

function object(kind: string, name: string, labels: Record<string, string> = {}): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace: "default", labels } };
}

function pod(name: string, ...containers: string[]): KubernetesObject {
  const spec = { containers: containers.map((name) => ({ name })), initContainers: [{ name: "init" }] };
  return { ...object("Pod", name), spec, status: { phase: "Running" } };
}

function live(cluster: string, one: KubernetesObject, ...owned: OwnedObject[]): LiveObject {
  const { apiVersion, kind: objectKind, metadata } = one;
  const names = { name: "", apiVersion, objectKind, objectName: metadata?.name ?? "", namespace: "default" };
  return { entry: { ...names, cluster, step: "first", retain: false }, object: one, owned };
}

describe("the pods of what was delivered", () => {
  it("are those of its objects, however many controllers are between, and itself if it is one", () => {
    const replicas: OwnedObject = {
      object: object("ReplicaSet", "r"),
      owned: [{ object: pod("a", "main"), owned: [] }],
    };
    const found = podsOf([
      live("c1", object("Deployment", "d", { "app.oam.dev/component": "web" }), replicas),
      live("c2", pod("b", "main", "sidecar")),
      live("c2", object("ConfigMap", "c")),
    ]);
    const place = { namespace: "default", phase: "Running" };
    expect(found).toEqual([
      { ...place, cluster: "c1", component: "web", pod: "a", containers: ["main"] },
      { ...place, cluster: "c2", component: "b", pod: "b", containers: ["main", "sidecar"] },
    ]);
  });
});

const pods: FoundPod[] = ["c1", "c2"].map((cluster) => ({
  ...{ cluster, namespace: "default", component: "web", pod: `web-${cluster}` },
  ...{ containers: cluster === "c1" ? ["main"] : ["main", "sidecar"], phase: "Running" },
}));

describe("filtering pods", () => {
  it("keeps those that fit everything, with the containers that do", () => {
    expect(filterPods(pods, {})).toEqual(pods);
    expect(filterPods(pods, { cluster: "c1", component: "web" })).toEqual(pods.slice(0, 1));
    expect(filterPods(pods, { container: "sidecar" })).toEqual([{ ...pods[1], containers: ["sidecar"] }]);
  });

  it.each<[PodFilter, string]>([
    [{ cluster: "elsewhere" }, 'no pod has the cluster "elsewhere" (there are c1, c2)'],
    [{ cluster: "c1", pod: "web-c2" }, 'no pod has the pod "web-c2" (did you mean "web-c1"?)'],
    [{ container: "mian" }, 'no pod has a container "mian" (did you mean "main"?)'],
  ])("%j finds nothing, and what there is is said", (filter, message) => {
    expect(() => filterPods(pods, filter)).toThrow(message);
  });

  it("says when nothing runs at all", () => {
    expect(() => filterPods([], {})).toThrow("there are no pods");
  });
});
