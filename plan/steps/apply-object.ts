import { z } from "zod";
import type { KubernetesObject } from "../../workloads/types";
import { appliedCluster, applyObjects } from "./apply-objects";
import { stepType } from "./types";

/** Delivers an object that is written in the step. Semantics: KubeVela's `apply-object` step. */
export const applyObject = stepType({
  name: "apply-object",
  description: "Delivers one object, which outputs can tell about afterwards.",
  read: true,
  clusters: appliedCluster,
  schema: z.strictObject({
    value: z
      .looseObject({
        apiVersion: z.string().min(1).describe("Its API version, such as `v1`."),
        kind: z.string().min(1).describe("Its kind, such as `ConfigMap`."),
      })
      .describe("The object."),
    cluster: z.string().default("").describe("Cluster to deliver to; `local` when left out."),
  }),
  plan: ({ value, cluster }, step, context) => applyObjects(value as KubernetesObject, cluster, step, context),
});
