import { createHash } from "node:crypto";
import type { JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

/**
 * What a step waits for. `workload`, as KubeVela does: Deployments, StatefulSets, DaemonSets, Jobs and Pods. `full`: all that the
 * Kubernetes provider can wait for, also a Service's endpoints, the address of a load balancer or an Ingress, and volumes.
 */
export type Health = "workload" | "full";

/** The condition that a cluster's agent sets on a manifest as long as it is healthy. */
export const HEALTHY = "Healthy";
/** The condition that it sets as long as a manifest is not healthy yet: rollouts of the hub go on when no manifest has it. */
const PROGRESSING = "Progressing";
/** The annotation that tells an object of this delivery from the same object as it was before. */
const DIGEST = "flotilla/content-digest";

/** `0` for a number that the status does not have yet. */
const count = (field: string) => `(has(object.${field}) ? object.${field} : 0)`;
const OBSERVED =
  "has(object.status.observedGeneration) && object.status.observedGeneration >= object.metadata.generation";
const WANTED = "(has(object.spec.replicas) ? object.spec.replicas : 1)";
const isTrue = (type: string) =>
  `has(object.status.conditions) && object.status.conditions.exists(c, c.type == "${type}" && c.status == "True")`;
const ADDRESS = "has(object.status.loadBalancer.ingress) && size(object.status.loadBalancer.ingress) > 0";

/**
 * When a workload is healthy, as expressions of the Common Expression Language over the object in its cluster: what the Kubernetes
 * provider waits for in clusters that flotilla reaches itself.
 */
const WORKLOADS: Readonly<Record<string, readonly string[]>> = {
  "apps/v1/Deployment": [
    OBSERVED,
    `${count("status.updatedReplicas")} >= ${WANTED}`,
    `${count("status.availableReplicas")} >= ${WANTED}`,
    `${count("status.replicas")} == ${count("status.updatedReplicas")}`,
  ],
  "apps/v1/StatefulSet": [
    OBSERVED,
    `${count("status.readyReplicas")} >= ${WANTED}`,
    `${count("status.updatedReplicas")} >= ${WANTED}`,
  ],
  "apps/v1/DaemonSet": [
    OBSERVED,
    `${count("status.updatedNumberScheduled")} >= object.status.desiredNumberScheduled`,
    `${count("status.numberAvailable")} >= object.status.desiredNumberScheduled`,
  ],
  "batch/v1/Job": [isTrue("Complete")],
  "v1/Pod": [`object.status.phase == "Succeeded" || (${isTrue("Ready")})`],
};

/** The same for kinds that only `full` waits for. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  "v1/Service": [`object.spec.type != "LoadBalancer" || (${ADDRESS})`],
  "networking.k8s.io/v1/Ingress": [ADDRESS],
  "v1/PersistentVolumeClaim": ['object.status.phase == "Bound"'],
};

/** How a cluster's agent finds out whether an object is healthy. */
export interface HealthRule {
  /** The object, known again by its annotation. */
  object: KubernetesObject;
  /** Entries of `conditionRules` of a ManifestWork. */
  rules: JsonObject[];
  /** What the provider waits for on the ManifestWork. */
  waitFor: string;
}

/**
 * The rule for an object that steps wait for; undefined for others. The rule fits only when the object is the one that is delivered now:
 * otherwise the health of what was there before would count.
 *
 * @param isWritten whether the agent writes the object, and not only reads it or leaves it as it is
 * @param rollsOut whether the hub rolls it out over several clusters
 */
export function healthRule(
  object: KubernetesObject,
  health: Health,
  isWritten: boolean,
  rollsOut: boolean,
): HealthRule | undefined {
  const kind = `${object.apiVersion}/${object.kind}`;
  const expressions = WORKLOADS[kind] ?? (health === "full" ? BESIDE[kind] : undefined);
  if (expressions === undefined) return undefined;
  const digest = createHash("sha256").update(JSON.stringify(object)).digest("hex").slice(0, 12);
  const same = `has(object.metadata.annotations) && "${DIGEST}" in object.metadata.annotations && object.metadata.annotations["${DIGEST}"] == "${digest}"`;
  const all = [...(isWritten ? [same] : []), ...expressions];
  return {
    object: isWritten ? annotated(object, digest) : object,
    rules: [
      { condition: HEALTHY, type: "CEL", celExpressions: all },
      ...(rollsOut ? [progressing(`!(${all.map((one) => `(${one})`).join(" && ")})`)] : []),
    ],
    waitFor: healthy(object),
  };
}

/** For an object of whose health nothing is said: a rollout needs the condition of at least one object, or else it never goes on. */
export const NEVER_PROGRESSING: JsonObject = progressing("false");

function progressing(expression: string): JsonObject {
  return { condition: PROGRESSING, type: "CEL", celExpressions: [expression] };
}

function annotated(object: KubernetesObject, digest: string): KubernetesObject {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata?.annotations, [DIGEST]: digest } } };
}

function healthy({ kind, metadata }: KubernetesObject): string {
  const { name = "", namespace } = metadata ?? {};
  const meta = { kind, name, ...(namespace === undefined ? {} : { namespace }) };
  const manifest = allOf(Object.entries(meta).map(([key, value]) => `@.resourceMeta.${key}=="${value}"`));
  const condition = allOf([`@.type=="${HEALTHY}"`, '@.status=="True"']);
  return `jsonpath={.status.resourceStatus.manifests[?${manifest}].conditions[?${condition}]}`;
}

/** A filter that needs all of its terms, in pairs: the provider's parser takes no more than two at once. */
function allOf([first = "", ...rest]: readonly string[]): string {
  return rest.length < 2 ? [first, ...rest].join(" && ") : `${first} && (${allOf(rest)})`;
}

/** What the provider waits for on every ManifestWork: that the agent has applied just this version, and then looked at it. */
export const CURRENT: readonly string[] = ["Applied", "Available"].map((type) => {
  const condition = allOf([`@.type=="${type}"`, '@.status=="True"', "@.observedGeneration==$.metadata.generation"]);
  return `jsonpath={.status.conditions[?${condition}]}`;
});
