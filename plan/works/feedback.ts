import { formatPath, type Path } from "../../model/findings";
import { isObject, type Json, type JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

const SCALED: readonly Path[] = [
  ["metadata", "generation"],
  ["spec", "replicas"],
  ["status", "observedGeneration"],
  ["status", "replicas"],
  ["status", "readyReplicas"],
  ["status", "updatedReplicas"],
];

/** What `flotilla status` shows of objects, by kind. Each path leads to one number or text. */
const FIELDS: Readonly<Record<string, readonly Path[]>> = {
  "apps/v1/Deployment": SCALED,
  "apps/v1/StatefulSet": SCALED,
  "apps/v1/DaemonSet": [
    ["metadata", "generation"],
    ["status", "observedGeneration"],
    ["status", "desiredNumberScheduled"],
    ["status", "updatedNumberScheduled"],
    ["status", "numberReady"],
  ],
  "batch/v1/Job": [["status", "succeeded"]],
  "v1/Pod": [["status", "phase"]],
  "networking.k8s.io/v1/Ingress": [
    ["status", "loadBalancer", "ingress", 0, "ip"],
    ["status", "loadBalancer", "ingress", 0, "hostname"],
  ],
};

function fieldsOf({ apiVersion, kind }: KubernetesObject): readonly Path[] {
  return FIELDS[`${apiVersion}/${kind}`] ?? [];
}

/** What the agents are to tell the hub about an object: `feedbackRules` of a ManifestWork. Empty for kinds of which nothing is shown. */
export function feedbackRules(object: KubernetesObject): JsonObject[] {
  const jsonPaths = fieldsOf(object).map((path) => ({ name: formatPath(path), path: `.${formatPath(path)}` }));
  return jsonPaths.length === 0 ? [] : [{ type: "JSONPaths", jsonPaths }];
}

/**
 * An object with what the agents told about it.
 *
 * @param values what they told, by the names of {@link feedbackRules}; others are ignored
 */
export function withFeedback(object: KubernetesObject, values: ReadonlyMap<string, Json>): KubernetesObject {
  return fieldsOf(object).reduce((known, path) => {
    const value = values.get(formatPath(path));
    return value === undefined ? known : (put(known as Json, path, value) as unknown as KubernetesObject);
  }, object);
}

function put(at: Json | undefined, [key, ...rest]: Path, value: Json): Json {
  if (key === undefined) return value;
  if (typeof key === "string") {
    const fields = isObject(at) ? at : {};
    return { ...fields, [key]: put(fields[key], rest, value) };
  }
  const items = Array.isArray(at) ? [...at] : [];
  items[key] = put(items[key], rest, value);
  return items;
}
