import { z } from "zod";

/** Properties of the traits that let Kubernetes scale a workload. */
export const scaleTargetShape = {
  min: z.int().default(1).describe("The autoscaler never goes below this number of replicas"),
  max: z.int().default(10).describe("The autoscaler never goes above this number of replicas"),
  targetAPIVersion: z.string().default("apps/v1").describe("API version of the workload to scale"),
  targetKind: z.string().default("Deployment").describe("Kind of the workload to scale"),
};

/** The part of an autoscaler's spec that says what to scale, and how far. */
export function scaleTarget(
  properties: { min: number; max: number; targetAPIVersion: string; targetKind: string },
  name: string,
) {
  return {
    scaleTargetRef: { apiVersion: properties.targetAPIVersion, kind: properties.targetKind, name },
    minReplicas: properties.min,
    maxReplicas: properties.max,
  };
}
