import { readFileSync, writeFileSync } from "node:fs";
import { type PlanFacts, planFacts } from "../report/facts";

/** Names a file that the program writes down there what a preview does not say. */
export const PLAN_FACTS_FILE = "FLOTILLA_PLAN_FACTS";

/** Writes the facts of a plan, if somebody asked for them by {@link PLAN_FACTS_FILE}. No secrets are among them. */
export function writePlanFacts(...about: Parameters<typeof planFacts>): void {
  const file = process.env[PLAN_FACTS_FILE];
  if (file) writeFileSync(file, JSON.stringify(planFacts(...about)), { mode: 0o600 });
}

/** Reads what {@link writePlanFacts} wrote. Undefined when the program did not come that far. */
export function readPlanFacts(file: string): PlanFacts | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PlanFacts;
  } catch {
    return undefined;
  }
}
