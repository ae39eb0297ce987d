import { z } from "zod";
import { parseFieldPath } from "./field-path";
import { objectSelector } from "./rules";
import { policyType } from "./types";

const strategy = z.strictObject({
  affect: z
    .enum(["", "always", "onUpdate", "onStateKeep"])
    .default("")
    .describe("When the cluster's value stays; `onStateKeep` is what happens here anyway, between runs."),
  path: z
    .array(
      z.string().refine((path) => parseFieldPath(path) !== undefined, {
        error: "must be the path of a field, such as spec.replicas or spec.template.spec.containers[0].resources",
      }),
    )
    .describe(
      "Fields that stay as the cluster has them, such as `spec.replicas`, `spec.template.spec.containers[0].resources` or `metadata.annotations['example.com/owner']`; `\"*\"` for all.",
    ),
});

/** Fields that belong to the cluster once they were delivered. */
export const applyOnce = policyType({
  name: "apply-once",
  description: "Delivers objects, or fields of them, once and leaves them to the cluster from then on.",
  schema: z.strictObject({
    enable: z.boolean().default(false).describe("Whether the policy counts."),
    rules: z
      .array(
        z.strictObject({
          selector: objectSelector.optional().describe("The objects; all when left out."),
          strategy: strategy.describe("What stays, and when."),
        }),
      )
      .default([])
      .describe(
        "The first rule that selects an object counts. Without rules, drift is left alone, but a new version is delivered.",
      ),
  }),
});

/** Properties of an apply-once policy. */
export type ApplyOnce = z.infer<typeof applyOnce.schema>;
