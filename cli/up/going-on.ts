import { InputError } from "../../model/findings";
import { pulumi } from "../pulumi";

/** Nothing has this name, so nothing is refreshed: the engine takes its lock, and looks for it in vain. */
const NOBODY = "urn:pulumi:nobody::nobody::nobody:index:Nobody::nobody";
/** How backends of the engine's own, and Pulumi's service, tell of the run that has the lock. */
const LOCKED = ["(pid ", "update is currently in progress"];

/**
 * Makes sure that no run of the current stack goes on, here or elsewhere.
 *
 * @throws InputError when one does
 */
export function refuseWhileRunning(): void {
  try {
    pulumi("refresh", "--yes", "--skip-preview", "--target", NOBODY);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = error.findings[0]?.message ?? "";
    const hint = unlockHint(reason);
    if (hint === undefined) return;
    const message = `another run of this stack goes on (${reason})`;
    throw new InputError([{ severity: "error", code: "engine-failed", message, hint }]);
  }
}

/**
 * What to do about a run that was refused because another one has the lock; undefined when that was not why.
 *
 * @param reason what the engine complained about
 * @param stack default: the current one
 */
export function unlockHint(reason: string, stack?: string): string | undefined {
  if (!LOCKED.some((words) => reason.includes(words))) return undefined;
  const where = stack === undefined ? "" : ` --stack ${stack}`;
  return `wait for its end; if it has ended without unlocking the stack: npx pulumi cancel${where}`;
}
