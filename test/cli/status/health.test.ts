import { describe, expect, it } from "vitest";
import { healthOf } from "../../../cli/status/health";
import type { JsonObject } from "../../../model/json";

function object(kind: string, spec: JsonObject, status: JsonObject, generation = 1) {
  return healthOf({ apiVersion: "v1", kind, metadata: { name: "x", generation }, spec, status });
}

const all = (n: number) => ({ observedGeneration: 1, replicas: n, updatedReplicas: n, readyReplicas: n });

describe("the health of a live object", () => {
  it.each([
    ["Deployment", { replicas: 3 }, all(3), "healthy", "Ready:3/3"],
    ["Deployment", { replicas: 3 }, all(1), "unhealthy", "Ready:1/3"],
    ["Deployment", {}, {}, "unhealthy", "Ready:0/1"],
    ["Deployment", { replicas: 0 }, { observedGeneration: 1 }, "healthy", "Ready:0/0"],
    ["Deployment", { replicas: 1 }, { ...all(1), replicas: 2 }, "unhealthy", "Ready:1/1"],
    ["StatefulSet", { replicas: 2 }, all(2), "healthy", "Ready:2/2"],
    ["StatefulSet", { replicas: 2 }, { ...all(2), updatedReplicas: 1 }, "unhealthy", "Ready:2/2"],
    [
      "DaemonSet",
      {},
      { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberReady: 2 },
      "healthy",
      "Ready:2/2",
    ],
    ["DaemonSet", {}, { observedGeneration: 1, desiredNumberScheduled: 2, numberReady: 2 }, "unhealthy", "Ready:2/2"],
    ["Job", { completions: 2 }, { succeeded: 2 }, "healthy", "Succeeded:2/2"],
    ["Job", { parallelism: 2 }, { succeeded: 1 }, "unhealthy", "Succeeded:1/2"],
    ["Job", {}, {}, "unhealthy", "Succeeded:0/1"],
    ["Pod", {}, { phase: "Running" }, "healthy", "Phase:Running"],
    ["Pod", {}, {}, "unhealthy", "Phase:Pending"],
    ["ReplicaSet", { replicas: 2 }, { observedGeneration: 1, readyReplicas: 1 }, "unhealthy", "Ready:1/2"],
    [
      "Pod",
      {},
      { phase: "Pending", containerStatuses: [{ name: "main", state: { waiting: { reason: "ImagePullBackOff" } } }] },
      "unhealthy",
      "Phase:Pending, main: ImagePullBackOff",
    ],
    ["ConfigMap", {}, {}, "healthy", ""],
  ])("%s %j %j is %s: %s", (kind, spec, status, health, message) => {
    expect(object(kind, spec, status)).toEqual({ health, message });
  });

  it("counts nothing that a controller said before the last change", () => {
    expect(object("Deployment", { replicas: 1 }, all(1), 2).health).toBe("unhealthy");
  });

  it.each([
    [{ rules: [{ host: "a.example" }] }, {}, "Visiting URL: a.example, no address yet"],
    [
      { rules: [{ host: "a.example" }, { host: "b.example" }] },
      { loadBalancer: { ingress: [{ ip: "192.0.2.1" }, { hostname: "lb.example" }] } },
      "Visiting URL: a.example, b.example, IP: 192.0.2.1, lb.example",
    ],
    [{}, {}, "no address yet"],
  ])("of an Ingress %j %j says where it is reached", (spec, status, message) => {
    expect(object("Ingress", spec, status)).toEqual({ health: "healthy", message });
  });
});
