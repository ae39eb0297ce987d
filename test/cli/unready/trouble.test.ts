import { describe, expect, it } from "vitest";
import { troubleOf } from "../../../cli/unready/trouble";
import type { Json, JsonObject } from "../../../model/json";
import type { KubernetesObject } from "../../../workloads/types";

const web = { cluster: "c1", apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" };

function object(kind: string, name: string, owner?: string, status: JsonObject = {}): KubernetesObject {
  const ownerReferences = owner === undefined ? [] : [{ uid: `uid-${owner}` }];
  const apiVersion = kind === "Pod" ? "v1" : "apps/v1";
  return { apiVersion, kind, metadata: { name, namespace: "shop", uid: `uid-${name}`, ownerReferences }, status };
}

const conditions = (type: string, status: string, message = "") => ({ conditions: [{ type, status, message }] });
const deployment = object("Deployment", "web", undefined, conditions("Available", "False", "not enough of them"));
const waiting = { phase: "Pending", containerStatuses: [{ name: "main", state: { waiting: { reason: "Waits" } } }] };
const event = (reason: string, message: string, more: JsonObject = {}): JsonObject => ({ reason, message, ...more });

/** A cluster that has the Deployment, what was made for it, and events by what they are about. */
function cluster(made: KubernetesObject[], events: Record<string, Json[]> = {}, live: KubernetesObject = deployment) {
  return {
    read: async () => live,
    get: async (path: string) => {
      const uid = /fieldSelector=(.*)/.exec(decodeURIComponent(path))?.[1]?.split("involvedObject.uid=uid-")[1];
      if (uid !== undefined) return { items: events[uid] ?? [] };
      const kind = path.endsWith("pods") ? "Pod" : path.endsWith("replicasets") ? "ReplicaSet" : "Job";
      return { items: made.filter((one) => one.kind === kind) };
    },
  };
}

describe("what keeps a workload from becoming ready", () => {
  it("is what its pods that are not ready were last warned of, each reason once", async () => {
    const made = [
      object("ReplicaSet", "set", "web"),
      object("Pod", "a", "set", waiting),
      object("Pod", "ready", "set", conditions("Ready", "True")),
    ];
    const found = await troubleOf(
      web,
      cluster(made, {
        a: [
          event("Oldest", "not told", { lastTimestamp: "2026-01-01T00:00:00Z" }),
          event("BackOff", "first", { lastTimestamp: "2026-01-02T00:00:00Z" }),
          event("BackOff", "again", { lastTimestamp: "2026-01-03T00:00:00Z", count: 4 }),
          event("Failed", "no such image", { series: { count: 7, lastObservedTime: "2026-01-04T00:00:00.000000Z" } }),
        ],
        ready: [event("Unhealthy", "while it started")],
      }),
    );
    const warnings = [
      { reason: "Failed", message: "no such image", count: 7 },
      { reason: "BackOff", message: "again", count: 4 },
    ];
    expect(found).toEqual({
      ...{ object: web, condition: "not enough of them", more: 0 },
      warned: [{ kind: "Pod", name: "a", state: "Phase:Pending, main: Waits", warnings }],
    });
  });

  it("is how its pods are when nobody has warned, or may say so", async () => {
    const { read, get } = cluster([object("Pod", "a", "web", waiting)]);
    const refusing = async (path: string) => {
      if (path.includes("events")) throw new Error(`answered 403 to GET ${path}`);
      return get(path);
    };
    const found = await troubleOf(web, { read, get: refusing });
    expect(found?.warned).toEqual([{ kind: "Pod", name: "a", state: "Phase:Pending, main: Waits", warnings: [] }]);
  });

  it("is what its ReplicaSet was warned of when it has no pods", async () => {
    const found = await troubleOf(
      web,
      cluster([object("ReplicaSet", "set", "web")], { set: [event("FailedCreate", "exceeded quota")] }),
    );
    const warnings = [{ reason: "FailedCreate", message: "exceeded quota", count: 1 }];
    expect(found?.warned).toEqual([{ kind: "ReplicaSet", name: "set", warnings }]);
  });

  it("is told of three pods, and the others are counted", async () => {
    const pods = ["a", "b", "c", "d", "e"].map((name) => object("Pod", name, "web", waiting));
    const found = await troubleOf(web, cluster(pods));
    expect(found?.warned.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(found?.more).toBe(2);
  });

  it("is not told when it is gone, or ready meanwhile", async () => {
    const status = { readyReplicas: 1, replicas: 1, updatedReplicas: 1 };
    expect(await troubleOf(web, cluster([], {}, object("Deployment", "web", undefined, status)))).toBeUndefined();
    expect(await troubleOf(web, { ...cluster([]), read: async () => undefined })).toBeUndefined();
  });

  it("is not known when the cluster does not answer", async () => {
    const read = () => Promise.reject(new Error("connect ECONNREFUSED"));
    expect(await troubleOf(web, { ...cluster([]), read })).toMatchObject({
      condition: "nobody knows why: connect ECONNREFUSED",
    });
  });
});

it("tells of what is no workload only when somebody has warned", async () => {
  const service = { ...web, apiVersion: "v1", kind: "Service" };
  const live = { ...object("Service", "web"), apiVersion: "v1" };
  expect(await troubleOf(service, cluster([], {}, live))).toBeUndefined();
  const found = await troubleOf(service, cluster([], { web: [event("NoAddress", "none is left")] }, live));
  expect(found?.warned).toMatchObject([{ kind: "Service", warnings: [{ reason: "NoAddress" }] }]);
});
