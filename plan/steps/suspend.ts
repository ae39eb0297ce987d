import { z } from "zod";
import { NOTHING, stepType } from "./types";

/** Holds everything after it until somebody approves. */
export const suspend = stepType({
  name: "suspend",
  description: "Waits for an approval before the steps after it.",
  schema: z.strictObject({
    message: z.string().optional().describe("What the one who approves should know."),
    duration: z.string().optional().describe("Accepted for compatibility."),
  }),
  plan: () => ({ ...NOTHING, approval: true }),
});
