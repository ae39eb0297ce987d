import type { Health } from "../plan/works/health";
import type { KubernetesObject } from "../workloads/types";

export type { Health } from "../plan/works/health";

/**
 * Kinds that the provider waits for although the workload is healthy without it. An Ingress gets its address from a controller
 * that a cluster may not have; a claim may bind only when a pod uses it, and that pod's own health tells the same.
 */
const BESIDE_WORKLOADS: ReadonlySet<string> = new Set([
  "v1/Service",
  "v1/PersistentVolumeClaim",
  "v1/PersistentVolume",
  "networking.k8s.io/v1/Ingress",
  "networking.k8s.io/v1beta1/Ingress",
  "extensions/v1beta1/Ingress",
]);

/** Whether the provider has to be told not to wait for an object. An object that says itself how to wait is left alone. */
export function skipsAwait(object: KubernetesObject, health: Health): boolean {
  const own = object.metadata?.annotations?.["pulumi.com/waitFor"];
  return health === "workload" && own === undefined && BESIDE_WORKLOADS.has(`${object.apiVersion}/${object.kind}`);
}
