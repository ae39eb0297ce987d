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
    const [found] = error.findings;
    if (!LOCKED.some((words) => found?.message.includes(words))) return;
    const message = `another run of this stack goes on (${found?.message})`;
    const hint = "wait for its end; if it has ended without unlocking the stack: npx pulumi cancel";
    throw new InputError([{ severity: "error", code: "engine-failed", message, hint }]);
  }
}
