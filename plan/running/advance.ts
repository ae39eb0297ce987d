import type { PlannedApplication } from "../deliveries";
import { type Progress, type RunValue, START, type StepOutcome } from "./types";

/**
 * What is known after steps have told how they ended. What did not run gives null, as in KubeVela.
 *
 * @param outcomes of steps of which nothing was known before, by the steps' names
 */
export function advance(
  before: Progress = START,
  { plan, decisions }: Pick<PlannedApplication, "plan" | "decisions">,
  outcomes: ReadonlyMap<string, StepOutcome>,
): Progress {
  const values = new Map(before.values);
  const results = new Map(before.results);
  const give = (name: string, value: RunValue) => values.set(name, value);
  for (const { name, gives = [] } of plan.steps) {
    const outcome = outcomes.get(name);
    const decision = decisions.get(name);
    if (outcome !== undefined) results.set(name, outcome.result);
    const gone = decision === "skip" || decision === "stopped";
    if (outcome === undefined && !gone) continue;
    for (const output of gives) {
      give(output, { value: outcome?.values[output] ?? null, secret: outcome?.secret ?? false });
    }
  }
  return { values, results, decisions, final: false };
}
