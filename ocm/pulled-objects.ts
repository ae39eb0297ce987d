import { isObject, type Json, type JsonObject } from "../model/json";
import { withFeedback } from "../plan/works/feedback";
import { isEnsuredManifest } from "../plan/works/manifest-work";
import type { KubernetesObject } from "../workloads/types";
import { conditionOf, manifestStatuses, workStatus } from "./work-status";

/** An object in a `ManifestWork`, as its cluster's agents have told about it. */
export interface PulledObject {
  /** As it is delivered, with those parts of its status that the agents tell. */
  object: KubernetesObject;
  /** Why the cluster does not have it as it is delivered; undefined when it does. */
  problem?: string;
}

/** The objects of a `ManifestWork`, without namespaces that were only made sure of. */
export function pulledObjects(work: unknown): PulledObject[] {
  const { spec } = isObject(work) ? work : {};
  const workload = isObject(spec) && isObject(spec.workload) ? spec.workload : {};
  const manifests = Array.isArray(workload.manifests) ? workload.manifests.filter(isObject) : [];
  const { seen } = workStatus(work);
  const told = new Map(manifestStatuses(work).map((status) => [ordinalOf(status), status]));
  return manifests.flatMap((manifest, ordinal) => {
    const object = manifest as unknown as KubernetesObject;
    return isEnsuredManifest(object) ? [] : [pulledObject(object, seen ? told.get(ordinal) : undefined)];
  });
}

function pulledObject(object: KubernetesObject, told: JsonObject | undefined): PulledObject {
  if (told === undefined) return { object, problem: "its cluster's agents have not applied it yet" };
  const applied = conditionOf(told, "Applied");
  if (applied?.status === "False") return { object, problem: `cannot be applied: ${applied.message}` };
  if (conditionOf(told, "Available")?.status === "False") return { object, problem: "is not there" };
  return { object: withFeedback(object, feedbackOf(told)) };
}

function feedbackOf({ statusFeedback }: JsonObject): Map<string, Json> {
  const values = isObject(statusFeedback) && Array.isArray(statusFeedback.values) ? statusFeedback.values : [];
  return new Map(
    values.filter(isObject).flatMap(({ name, fieldValue }): [string, Json][] => {
      const { integer, string } = isObject(fieldValue) ? fieldValue : {};
      const value = integer ?? string;
      return value === undefined ? [] : [[String(name), value]];
    }),
  );
}

function ordinalOf({ resourceMeta }: JsonObject): Json | undefined {
  return isObject(resourceMeta) ? resourceMeta.ordinal : undefined;
}
