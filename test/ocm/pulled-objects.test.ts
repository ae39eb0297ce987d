import { expect, it } from "vitest";
import { healthOf } from "../../cli/status/health";
import type { JsonObject } from "../../model/json";
import { pulledObjects } from "../../ocm/pulled-objects";
import { workContent } from "../../plan/works/manifest-work";
import type { KubernetesObject } from "../../workloads/types";

const HANDLING = { readOnly: false, leave: [], retain: false } as never;
const labels = { "app.oam.dev/component": "web" };
const web = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", labels }, spec: { replicas: 3 } };
const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config", labels } };

/** A ManifestWork of some objects and a namespace, of which the agents have seen a version. */
function work(objects: readonly KubernetesObject[], observedGeneration: number, manifests: readonly JsonObject[]) {
  const nodes = objects.map((object) => ({ object, handling: HANDLING }));
  const { spec } = workContent(["shop"], nodes, { health: "workload" });
  const conditions = [{ type: "Applied", status: "True", observedGeneration }];
  return { metadata: { generation: 2 }, spec, status: { conditions, resourceStatus: { manifests } } };
}

const told = (ordinal: number, conditions: JsonObject[], values: JsonObject[] = []) => ({
  ...{ resourceMeta: { ordinal }, conditions, statusFeedback: { values } },
});
const applied = { type: "Applied", status: "True" };
const counted = (name: string, integer: number) => ({ name, fieldValue: { type: "Integer", integer } });

it("have the status that the agents were asked for", () => {
  const { spec } = workContent([], [{ object: web, handling: HANDLING }], { health: "workload" });
  const [asked] = spec.manifestConfigs as { feedbackRules: [{ jsonPaths: { name: string; path: string }[] }] }[];
  const names = asked?.feedbackRules[0].jsonPaths.map(({ name }) => name) ?? [];
  const values = names.map((name) => counted(name, 2));
  const [found] = pulledObjects(work([web], 2, [told(1, [applied], values)]));
  if (found === undefined) throw new Error("the Deployment is missing");
  expect(found.problem).toBeUndefined();
  expect(healthOf(found.object)).toEqual({ health: "healthy", message: "Ready:2/2" });
  expect(found.object.metadata?.labels).toEqual(labels);
});

it("have an address in a list", () => {
  const ingress = { apiVersion: "networking.k8s.io/v1", kind: "Ingress", metadata: { name: "i", labels } };
  const ip = { name: "status.loadBalancer.ingress[0].ip", fieldValue: { type: "String", string: "192.0.2.1" } };
  const [found] = pulledObjects(work([ingress], 2, [told(1, [applied], [ip])]));
  expect(found?.object.status).toEqual({ loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } });
});

it("say what is wrong with them, each by itself", () => {
  const refused = { type: "Applied", status: "False", message: "no such kind" };
  const gone = { type: "Available", status: "False" };
  const problems = pulledObjects(work([web, config], 2, [told(1, [refused]), told(2, [applied, gone])]));
  expect(problems.map(({ object, problem }) => [object.kind, problem])).toEqual([
    ["Deployment", "cannot be applied: no such kind"],
    ["ConfigMap", "is not there"],
  ]);
});

it("are not what they were before the version that is delivered now", () => {
  const [found] = pulledObjects(work([config], 1, [told(1, [applied])]));
  expect(found?.problem).toBe("its cluster's agents have not applied it yet");
});
