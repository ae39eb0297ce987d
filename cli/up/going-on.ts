import { InputError } from "../../model/findings";
import { NOBODY } from "../../tools/shim/unlock.cjs";
import { pulumi } from "../pulumi";

/** Another stack than the current one. */
export interface StackPlace {
  name: string;
  /** What makes the engine work on it with its configuration. */
  where: readonly string[];
}

/** How backends of the engine's own, and Pulumi's service, tell of the run that has the lock. */
const LOCKED = ["(pid ", "update is currently in progress"];

/**
 * Makes sure that no run of a stack goes on, here or elsewhere.
 *
 * @param stack default: the current one
 * @throws InputError when one does
 */
export function refuseWhileRunning(stack?: StackPlace): void {
  try {
    pulumi("refresh", "--yes", "--skip-preview", "--target", NOBODY, ...(stack?.where ?? []));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const reason = error.findings[0]?.message ?? "";
    const hint = unlockHint(reason, stack?.name);
    if (hint === undefined) return;
    const which = stack === undefined ? "this stack" : `the stack "${stack.name}"`;
    const message = `another run of ${which} goes on (${reason})`;
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
