import { z } from "zod";
import { stringMap } from "../pod/schema";

/** Selects objects by labels, as Kubernetes writes it. Unknown keys are refused, as KubeVela does. */
export const labelSelectorSchema = z.strictObject({
  matchLabels: stringMap.optional().describe("Labels and the values they must have"),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string().describe("Label that the condition is about"),
        operator: z
          .enum(["In", "NotIn", "Exists", "DoesNotExist"])
          .default("In")
          .describe("How the label relates to `values`"),
        values: z.array(z.string()).optional().describe("Values for `In` and `NotIn`"),
      }),
    )
    .optional()
    .describe("Further conditions, which must all hold"),
});
