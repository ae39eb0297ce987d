import type { KubernetesObject } from "../workloads/types";
import { mistake } from "./mistake";

/**
 * The Pulumi type of an object, as the Kubernetes SDK names it: `kubernetes:core/v1:Service`, `kubernetes:apps/v1:Deployment`.
 * Throws `RunError` for a list of objects, which has no identity of its own.
 */
export function typeToken(object: KubernetesObject): string {
  if (object.kind.endsWith("List") && Array.isArray(object.items)) {
    throw mistake(`a ${object.kind} cannot be delivered as one object: deliver its items one by one`);
  }
  return token(object.apiVersion, object.kind);
}

function token(apiVersion: string, kind: string): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** Kinds whose API version is chosen by the cluster's version. After an upgrade of the cluster it is still the same object. */
const VERSIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    CronJob: ["batch/v1", "batch/v1beta1"],
    HorizontalPodAutoscaler: ["autoscaling/v2", "autoscaling/v2beta2", "autoscaling/v1"],
    Ingress: ["networking.k8s.io/v1", "networking.k8s.io/v1beta1"],
  }),
);

/**
 * Types under which the same object may have been delivered before. Without them as aliases, a new API version would mean to
 * create the object and then to delete the "old" one, which is the same object in the cluster.
 */
export function earlierTypes(object: KubernetesObject): string[] {
  const versions = VERSIONS.get(object.kind);
  if (!versions?.includes(object.apiVersion)) return [];
  return versions.filter((version) => version !== object.apiVersion).map((version) => token(version, object.kind));
}
