import { z } from "zod";
import type { WorkflowStep } from "../../model/application";
import { DURATION, durationSeconds } from "../../model/duration";
import type { Finding } from "../../model/findings";
import { findingAt } from "../../model/source";
import { DEFAULT_TIMEOUT_SECONDS } from "../timeouts";
import { NOTHING, type PlannedStep, stepType } from "./types";

/** Properties of a `suspend` step. */
export const suspendSchema = z.strictObject({
  message: z.string().optional().describe("What the one who approves should know."),
  duration: z
    .string()
    .regex(DURATION, "must be a time such as 30s or 1h30m")
    .optional()
    .describe(
      "After what time it goes on without an approval, such as `30s` or `5m`. `pulumi up` waits for times up to the stack's `timeoutSeconds`; it does not wait for longer ones, and the first run after them goes on.",
    ),
});

/** How much longer than its time a wait may take, in seconds. */
const SPARE_SECONDS = 60;

/** Holds everything after it until somebody approves, or for a time. Semantics: KubeVela's `suspend` step. */
export const suspend = stepType({
  name: "suspend",
  description: "Waits for an approval, or for a time, before the steps after it.",
  schema: suspendSchema,
  waits: true,
  plan(
    { duration = "", message },
    step,
    { longestWaitSeconds = DEFAULT_TIMEOUT_SECONDS, limitSeconds, findings },
  ): PlannedStep {
    const told = message === undefined ? {} : { message };
    if (duration === "") return { ...NOTHING, approval: true, ...told };
    const seconds = durationSeconds(duration);
    if (limitSeconds !== undefined && seconds >= limitSeconds) findings.push(tooLong(step, duration, limitSeconds));
    if (seconds === 0) return NOTHING;
    if (seconds > longestWaitSeconds) return { ...NOTHING, approval: true, holdSeconds: seconds, ...told };
    const run = { properties: { duration, ...told }, secretOutputs: false };
    return { ...NOTHING, run, timeoutSeconds: seconds + SPARE_SECONDS };
  },
});

function tooLong({ name, origin }: WorkflowStep, duration: string, limit: number): Finding {
  return findingAt([origin], ["properties", "duration"], {
    severity: "error",
    code: "invalid-value",
    message: `step "${name}" waits ${duration}, but the timeout of its group ends it after ${limit} seconds`,
    hint: "let the group take longer, or put the step outside",
  });
}
