import { isObject } from "../model/json";
import type { KubernetesObject } from "../workloads/types";
import { groupOf } from "./scope";

/** The annotation with which the Kubernetes provider waits for nothing. */
export const SKIP_AWAIT = "pulumi.com/skipAwait";

/** Workloads, by group and kind: others are healthy as soon as they are there. */
const CHECKED: ReadonlySet<string> = new Set([
  ...["apps/Deployment", "apps/StatefulSet", "apps/DaemonSet", "apps/ReplicaSet"],
  ...["batch/Job", "/Pod"],
]);

/**
 * Whether an object shows by itself that it stays healthy. Not those that nobody waits for when they are delivered, and not a Job that
 * the cluster removes when it is done.
 */
export function objectHealthIsKnown(object: KubernetesObject): boolean {
  const { kind, metadata, spec } = object;
  if (!CHECKED.has(`${groupOf(object)}/${kind}`)) return false;
  if (metadata?.annotations?.[SKIP_AWAIT] === "true") return false;
  return !(kind === "Job" && isObject(spec) && spec.ttlSecondsAfterFinished !== undefined);
}
