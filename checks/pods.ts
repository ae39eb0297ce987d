import type { Path } from "../model/findings";
import { isObject, type JsonObject } from "../model/json";
import { lookup } from "../workloads/patch/lookup";
import type { KubernetesObject } from "../workloads/types";

/** A part of an object and where it stands. */
export interface Part {
  path: Path;
  value: JsonObject;
}

/** Where kinds that make pods keep what the pods are: those of Kubernetes and those that follow its example. */
const TEMPLATES = [
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
];

/** What the pods are that an object is or makes; undefined when there are none. */
export function podSpecOf(object: KubernetesObject): Part | undefined {
  const places = object.kind === "Pod" && object.apiVersion === "v1" ? [["spec"]] : TEMPLATES;
  for (const path of places) {
    const value = lookup(object, ...path);
    if (isObject(value) && Array.isArray(value.containers)) return { path, value };
  }
  return undefined;
}

/** The containers of the pods that an object is or makes, those that start first included. */
export function containersIn(object: KubernetesObject): Part[] {
  const pod = podSpecOf(object);
  if (pod === undefined) return [];
  return ["initContainers", "containers"].flatMap((field) => partsIn(pod, field));
}

/** The objects in a list. */
export function partsIn({ path, value }: Part, field: string): Part[] {
  const list = value[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry, index) => (isObject(entry) ? [{ path: [...path, field, index], value: entry }] : []));
}
