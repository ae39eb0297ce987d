import { formatPath, type Path } from "../model/findings";
import type { Json } from "../model/json";
import type { KubernetesObject } from "../workloads/types";
import type { ObjectNode } from "./graph-types";
import { EVERYTHING } from "./handling";

/** Whether the engine needs the cluster's object to leave alone what apply-once leaves to the cluster. */
export function needsCluster({ handling }: ObjectNode): boolean {
  return handling.leave.some(isOutOfReach);
}

/**
 * A node whose object has what its cluster has in the fields that apply-once leaves to the cluster, where the engine cannot do
 * that itself: in an object that it does not know yet, or out of its reach. A field that only one of both has stays as it is.
 *
 * @param live the object in the cluster, if there is one
 * @param isKnown whether the engine has the object in its state
 */
export function leaveToCluster(node: ObjectNode, live: object | undefined, isKnown: boolean): ObjectNode {
  const { leave } = node.handling;
  const taken = leave.filter((path) => !isKnown || isOutOfReach(path));
  if (live === undefined || taken.length === 0) return node;
  const object = structuredClone(node.object);
  for (const path of taken.flatMap((path) => (isEverything(path) ? contentOf(object) : [path]))) {
    copy(path, live as Json, object);
  }
  const handling = { ...node.handling, leave: leave.filter((path) => !isOutOfReach(path)) };
  return { ...node, object, handling };
}

/** The Kubernetes provider would send the value that it knows for a field in a list or under a key that is no plain word. */
function isOutOfReach(path: Path): boolean {
  return !isEverything(path) && formatPath(path).includes("[");
}

function isEverything(path: Path): boolean {
  return path[0] === EVERYTHING;
}

function contentOf(object: KubernetesObject): Path[] {
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...content } = object;
  return Object.keys(content).map((key) => [key]);
}

function copy(path: Path, from: Json, to: KubernetesObject): void {
  const last = path.at(-1);
  const value = valueAt(path, from);
  if (last === undefined || value === undefined || valueAt(path, to as Json) === undefined) return;
  (valueAt(path.slice(0, -1), to as Json) as Record<string | number, Json>)[last] = value;
}

function valueAt(path: Path, root: Json): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<string | number, Json>)[key] : undefined,
    root,
  );
}
