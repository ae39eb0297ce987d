import { z } from "zod";
import { NOTHING, stepType } from "./types";

/** Holds sub-steps together; it ends when they have ended. */
export const stepGroup = stepType({
  name: "step-group",
  description: "Groups sub-steps, which run side by side unless the mode says otherwise.",
  schema: z.strictObject({}),
  plan: () => NOTHING,
});
