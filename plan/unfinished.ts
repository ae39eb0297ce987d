import { isObject, type Json, type JsonObject } from "../model/json";
import type { KubernetesObject } from "../workloads/types";
import { objectHealthIsKnown } from "./checked-kinds";
import { CURRENT, HEALTHY } from "./works/health";
import { WORK_API } from "./works/manifest-work";

/** What a controller counts that has to reach the wanted number before a workload is delivered. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  Deployment: ["availableReplicas", "updatedReplicas"],
  StatefulSet: ["readyReplicas", "updatedReplicas"],
  ReplicaSet: ["availableReplicas"],
  DaemonSet: ["numberAvailable", "updatedNumberScheduled"],
};

/** The condition that has to be true otherwise. */
const CONDITION: Readonly<Record<string, string>> = { Job: "Complete", Pod: "Ready" };

/**
 * The inputs of a workload, or of what a cluster pulls, that had not become healthy when the stack's state was written: the engine waits for it again in every run,
 * whatever the program says. Undefined for anything else.
 *
 * @param outputs of the resource, as the Kubernetes provider has left them in the state
 */
export function unfinishedInputs(outputs: unknown): JsonObject | undefined {
  if (!isObject(outputs) || !isObject(outputs.__inputs)) return undefined;
  const inputs = outputs.__inputs;
  if (isManifestWork(inputs)) return isPulled(outputs, inputs) ? undefined : inputs;
  if (!objectHealthIsKnown(inputs as KubernetesObject)) return undefined;
  return isFinished(outputs) ? undefined : inputs;
}

/** Whether an object is what one cluster pulls. */
export function isManifestWork({ apiVersion, kind }: JsonObject): boolean {
  return apiVersion === WORK_API && kind === "ManifestWork";
}

/** Whether a cluster had applied what it pulls, and as many of its objects were healthy as the provider waits for. */
function isPulled({ metadata, status }: JsonObject, inputs: JsonObject): boolean {
  const told = isObject(status) ? status : {};
  const generation = isObject(metadata) ? metadata.generation : 0;
  const current = listOf(told.conditions).filter(({ observedGeneration }) => observedGeneration === generation);
  if (!["Applied", "Available"].every((type) => hasCondition(current, type))) return false;
  const manifests = listOf(isObject(told.resourceStatus) ? told.resourceStatus.manifests : undefined);
  const healthy = manifests.filter(({ conditions }) => hasCondition(conditions, HEALTHY));
  return healthy.length >= waitsOf(inputs).length - CURRENT.length;
}

/** What the provider waits for on a ManifestWork. */
function waitsOf({ metadata }: JsonObject): Json[] {
  const annotations = isObject(metadata) && isObject(metadata.annotations) ? metadata.annotations : {};
  const written = annotations["pulumi.com/waitFor"];
  return typeof written === "string" ? (JSON.parse(written) as Json[]) : [];
}

function listOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isFinished({ kind, metadata, spec, status }: JsonObject): boolean {
  const told = isObject(status) ? status : {};
  const condition = CONDITION[String(kind)];
  if (condition !== undefined) return told.phase === "Succeeded" || hasCondition(told.conditions, condition);
  const generation = isObject(metadata) ? metadata.generation : 0;
  const wanted = kind === "DaemonSet" ? told.desiredNumberScheduled : isObject(spec) ? (spec.replicas ?? 1) : 1;
  const counted = COUNTED[String(kind)] ?? [];
  return (
    Number(told.observedGeneration ?? 0) >= Number(generation ?? 0) &&
    counted.every((field) => Number(told[field] ?? 0) >= Number(wanted ?? 0))
  );
}

function hasCondition(conditions: Json | undefined, type: string): boolean {
  return listOf(conditions).some((one) => one.type === type && one.status === "True");
}
