import { z } from "zod";
import { isObject } from "../model/json";
import { lookup } from "../workloads/patch/lookup";
import type { KubernetesObject } from "../workloads/types";
import { objectCheck } from "./types";

/** With a single pod, every update of a node is an outage. */
export const replicas = objectCheck({
  name: "replicas",
  description: "Every Deployment and StatefulSet has several replicas, unless an autoscaler sets them",
  about: "objects",
  onlyProduction: true,
  parameters: { minimum: z.int().min(1).default(2).describe("How many replicas are enough") },
  check(object, { minimum }, { neighbours }) {
    if (object.apiVersion !== "apps/v1" || !["Deployment", "StatefulSet"].includes(object.kind)) return [];
    const count = lookup(object, "spec", "replicas") ?? 1;
    if (Number(count) >= minimum || neighbours.some((other) => scales(other, object))) return [];
    const hint = `add the trait scaler with replicas: ${minimum}, or the trait hpa`;
    return [{ path: ["spec", "replicas"], problem: `is ${count}, must be at least ${minimum}`, hint }];
  },
});

/** Whether an object sets the number of replicas of another: a HorizontalPodAutoscaler, or a ScaledObject of KEDA. */
function scales(scaler: KubernetesObject, scaled: KubernetesObject): boolean {
  const target = lookup(scaler, "spec", "scaleTargetRef");
  if (!isObject(target)) return false;
  return (target.kind ?? "Deployment") === scaled.kind && target.name === scaled.metadata?.name;
}
