import type { Change, LiveObject } from "./cluster";

/** Kinds that tests ask clusters for. */
export const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap" };
export const SECRET = { apiVersion: "v1", kind: "Secret" };
export const DEPLOYMENT = { apiVersion: "apps/v1", kind: "Deployment" };
export const JOB = { apiVersion: "batch/v1", kind: "Job" };

/** Whether a Deployment has finished rolling out an image whose name ends so, and nothing older is left. */
export function available({ spec, status, metadata }: LiveObject, image: string): boolean {
  const template = JSON.stringify(spec);
  const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status ?? {};
  const counts = [replicas, updatedReplicas, availableReplicas];
  return template.includes(`${image}"`) && observedGeneration === metadata.generation && counts.every((n) => n === 1);
}

/** The revision of the first change that fits. Throws when there is none, so that no comparison passes by accident. */
export function firstRevision(history: readonly Change[] | undefined, fits: (change: Change) => boolean): number {
  const change = history?.find(fits);
  if (change === undefined) throw new Error(`none of ${history?.length ?? 0} changes fits`);
  return change.revision;
}
