import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { groupOf } from "./scope";
import type { PlanStep } from "./types";

/** What makes an object the same object: cluster, namespace, kind (with its group) and name, but not its step. */
export function identityOf(object: KubernetesObject): string {
  const { namespace = "", name = "" } = object.metadata ?? {};
  return `${clusterOf(object)}/${namespace}/${object.kind}/${groupOf(object)}/${name}`;
}

/** All objects of a step, in the order of its deliveries. */
export function objectsOf(step: PlanStep): KubernetesObject[] {
  return step.deliveries.flatMap((delivery) => delivery.objects);
}
