import type { Application } from "../model/application";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
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

/** One warning for each pair of steps that deliver the same objects; the later one wins. */
export function repeatedObjects(steps: readonly PlanStep[], application: Application): Finding[] {
  const firstStep = new Map<string, string>();
  const repeats = new Map<string, KubernetesObject[]>();
  for (const step of steps) {
    for (const object of objectsOf(step)) {
      const identity = identityOf(object);
      const earlier = firstStep.get(identity);
      firstStep.set(identity, step.name);
      if (earlier === undefined) continue;
      const key = JSON.stringify([earlier, step.name]);
      const before = repeats.get(key);
      if (before === undefined) repeats.set(key, [object]);
      else before.push(object);
    }
  }
  return [...repeats].map(([key, objects]) => {
    const [earlier, later] = JSON.parse(key) as [string, string];
    return findingAt([application.origin], [], {
      severity: "warning",
      code: "same-object-twice",
      message: `${describe(objects)} delivered ${earlier === later ? "twice " : ""}by step "${earlier}"${earlier === later ? "" : ` and again by "${later}"`}: the later one wins`,
      ...(objects.some(isCopy) ? { hint: COPIES } : {}),
    });
  });
}

const COPIES =
  "the copies that a replication policy makes need a component type that gives them names of their own with context.replicaKey";

function isCopy({ metadata }: KubernetesObject): boolean {
  return metadata?.labels?.["app.oam.dev/replicaKey"] !== undefined;
}

function describe(objects: readonly KubernetesObject[]): string {
  const [first] = objects;
  const what = first === undefined ? "" : `${first.kind} "${first.metadata?.name}" in cluster "${clusterOf(first)}"`;
  return objects.length === 1 ? `${what} is` : `${what} and ${objects.length - 1} more objects are`;
}
