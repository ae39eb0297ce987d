import type { Application } from "../model/application";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { groupOf } from "./scope";
import type { PlanStep } from "./types";

/** One warning for each pair of steps that deliver the same objects; the later one wins. */
export function repeatedObjects(steps: readonly PlanStep[], application: Application): Finding[] {
  const pairs = new Map<string, Repeat[]>();
  for (const repeat of repeatsIn(steps)) {
    const key = JSON.stringify([repeat.earlier, repeat.later]);
    pairs.set(key, [...(pairs.get(key) ?? []), repeat]);
  }
  return [...pairs.values()].map((repeats) => warningOf(repeats, application));
}

function warningOf(repeats: readonly Repeat[], { origin }: Application): Finding {
  const { earlier = "", later = "" } = repeats[0] ?? {};
  const objects = repeats.map(({ object }) => object);
  const where = earlier === later ? `twice by step "${earlier}"` : `by step "${earlier}" and again by "${later}"`;
  return findingAt([origin], [], {
    severity: "warning",
    code: "same-object-twice",
    message: `${describe(objects)} delivered ${where}: the later one wins`,
    ...(objects.some(isCopy) ? { hint: COPIES } : {}),
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

/** An object that was delivered before, and the steps that deliver it. */
interface Repeat {
  object: KubernetesObject;
  earlier: string;
  later: string;
  /** Its place among all objects. */
  position: number;
}

/** In the order of the steps and of what they deliver. */
function repeatsIn(steps: readonly PlanStep[]): Repeat[] {
  return [...byCluster(steps).values()].flatMap(repeatsAmong).sort((one, other) => one.position - other.position);
}

/** The objects of a cluster, as lists side by side: a fleet has too many of them for something of its own for each. */
interface Delivered {
  objects: KubernetesObject[];
  steps: string[];
  positions: number[];
}

function byCluster(steps: readonly PlanStep[]): Map<string, Delivered> {
  const clusters = new Map<string, Delivered>();
  let position = 0;
  for (const { name, deliveries } of steps) {
    for (const { objects } of deliveries) {
      for (const object of objects) {
        const cluster = clusterOf(object);
        const there = clusters.get(cluster) ?? { objects: [], steps: [], positions: [] };
        if (there.objects.length === 0) clusters.set(cluster, there);
        there.objects.push(object);
        there.steps.push(name);
        there.positions.push(position++);
      }
    }
  }
  return clusters;
}

function repeatsAmong({ objects, steps, positions }: Delivered): Repeat[] {
  const repeats: Repeat[] = [];
  /** The last object of a name, and for each object the one before of the same name. */
  const last = new Map<string, number>();
  const before: (number | undefined)[] = [];
  for (const [index, object] of objects.entries()) {
    const name = object.metadata?.name ?? "";
    let other = last.get(name);
    before.push(other);
    last.set(name, index);
    while (other !== undefined && !isSame(objects[other], object)) other = before[other];
    if (other === undefined) continue;
    repeats.push({ object, earlier: steps[other] ?? "", later: steps[index] ?? "", position: positions[index] ?? 0 });
  }
  return repeats;
}

/** Whether two objects with one name in one cluster are the same one, as their identities say. */
function isSame(one: KubernetesObject | undefined, other: KubernetesObject): boolean {
  const inOneNamespace = (one?.metadata?.namespace ?? "") === (other.metadata?.namespace ?? "");
  return one?.kind === other.kind && inOneNamespace && groupOf(one) === groupOf(other);
}
