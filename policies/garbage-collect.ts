import { z } from "zod";
import { objectSelector } from "./rules";
import { policyType } from "./types";

const rule = z.strictObject({
  selector: objectSelector.describe("The objects."),
  strategy: z
    .enum(["onAppUpdate", "never", "onAppDelete"])
    .default("onAppUpdate")
    .describe("`never` leaves an object in its cluster when the Application drops it; `onAppUpdate` deletes it."),
  propagation: z
    .enum(["cascading", "orphan"])
    .optional()
    .describe("Whether what the object owns, such as pods, goes with it."),
});

/** What happens to objects that an Application no longer has. */
export const garbageCollect = policyType({
  name: "garbage-collect",
  description: "Says which objects stay in their cluster when the Application drops them.",
  schema: z.strictObject({
    rules: z.array(rule).default([]).describe("The first rule that selects an object counts."),
    keepLegacyResource: z.boolean().default(false).describe("Not supported when true: use rules with `never`."),
    applicationRevisionLimit: z
      .int()
      .min(1)
      .optional()
      .describe("How many revisions of the Application are kept; `flotilla:revisionHistory` when left out."),
    continueOnFailure: z.boolean().optional().describe("Accepted for compatibility; use `--continue-on-error`."),
    order: z
      .enum(["dependency"])
      .optional()
      .describe("Accepted for compatibility; deletion always follows dependencies."),
  }),
});

/** Properties of a garbage-collect policy. */
export type GarbageCollect = z.infer<typeof garbageCollect.schema>;
