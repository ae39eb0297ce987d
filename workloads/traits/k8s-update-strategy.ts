import { z } from "zod";
import type { JsonObject } from "../../model/json";
import { strategicPatch } from "../patch/strategic";
import { traitType } from "../types";

const rollingSchema = z.object({
  maxSurge: z.string().default("25%").describe("How many more pods there may be meanwhile, as a number or percentage"),
  maxUnavailable: z
    .string()
    .default("25%")
    .describe("How many pods may be missing meanwhile, as a number or percentage"),
  partition: z.int().default(0).describe("Pods of a StatefulSet with a lower number are not updated"),
});

const strategySchema = z.object({
  type: z
    .enum(["RollingUpdate", "Recreate", "OnDelete"])
    .default("RollingUpdate")
    .describe("How old pods give way to new ones; one that the workload's kind does not know changes nothing"),
  rollingStrategy: rollingSchema.prefault({}).describe("Bounds of a rolling update"),
});

type Kind = "Deployment" | "StatefulSet" | "DaemonSet";

function rollingUpdate(kind: Kind, { maxSurge, maxUnavailable, partition }: z.infer<typeof rollingSchema>): JsonObject {
  return kind === "StatefulSet" ? { partition } : { maxSurge, maxUnavailable };
}

/** Trait `k8s-update-strategy`: how a workload replaces its pods. What it says takes the place of the old strategy. */
export const k8sUpdateStrategy = traitType({
  name: "k8s-update-strategy",
  description: "Sets how a Deployment, StatefulSet or DaemonSet replaces its pods",
  appliesTo: ["deployments.apps", "statefulsets.apps", "daemonsets.apps"],
  schema: z.object({
    targetAPIVersion: z.string().default("apps/v1").describe("API version of the workload; has no effect"),
    targetKind: z
      .enum(["Deployment", "StatefulSet", "DaemonSet"])
      .default("Deployment")
      .describe("Kind of the workload"),
    strategy: strategySchema.prefault({}).describe("The strategy"),
  }),
  apply({ targetKind, strategy: { type, rollingStrategy } }, { workload }) {
    const field = targetKind === "Deployment" ? "strategy" : "updateStrategy";
    const unknownToKind = targetKind === "Deployment" ? "OnDelete" : "Recreate";
    if (type === unknownToKind) return {};
    const rolling = type === "RollingUpdate" ? { rollingUpdate: rollingUpdate(targetKind, rollingStrategy) } : {};
    const patch = { spec: { [field]: { type, ...rolling } } };
    return { workload: strategicPatch(workload, patch, { [`spec.${field}`]: { strategy: "retainKeys" } }) };
  },
});
