import { z } from "zod";
import { NOTHING, stepType } from "./types";

/** Properties of a `print-message-in-status` step. */
export const printMessageSchema = z.strictObject({ message: z.string().describe("What to say.") });

/** Says something. Semantics: KubeVela's `print-message-in-status` step. */
export const printMessageInStatus = stepType({
  name: "print-message-in-status",
  description: "Shows a message when the step runs, and in the stack's outputs.",
  runs: true,
  schema: printMessageSchema,
  plan: (properties) => ({ ...NOTHING, run: { properties, secretOutputs: false } }),
});
