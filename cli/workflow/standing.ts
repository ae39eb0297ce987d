import type { HeldOutput } from "../../components/held-outputs";
import type { Records, Verdict } from "./records";

/**
 * How a step that the last run held stands now: it `waits`; its plan was `approved` or `terminated`, of which the first is for the
 * next run to deliver; or its workflow was `restarted`, so that the next run holds it anew.
 */
export type Standing = "waits" | "approved" | "terminated" | "restarted";

/** A step that the last run held, and what was decided about it since. */
export interface HeldStep extends HeldOutput {
  standing: Standing;
  /** Who decided that and when, unless it waits. */
  verdict?: Verdict;
}

/** Puts what was decided beside the steps that the last run held. */
export function heldSteps(held: readonly HeldOutput[], records: Records): HeldStep[] {
  return held.map((one) => ({ ...one, ...standingOf(one, records) }));
}

function standingOf(
  { application, step, digest, whole, since }: HeldOutput,
  { approvals, terminations, restarts }: Records,
): Pick<HeldStep, "standing" | "verdict"> {
  const restart = restarts[application];
  if (restart?.at !== undefined && restart.at > since) return { standing: "restarted", verdict: restart };
  const approval = approvals[application]?.[step];
  if (approval?.digest === digest) return { standing: "approved", verdict: approval };
  const termination = terminations[application]?.[step];
  if (termination?.digest === whole) return { standing: "terminated", verdict: termination };
  return { standing: "waits" };
}
