import { setTimeout as sleep } from "node:timers/promises";
import { durationSeconds } from "../../model/duration";
import type { RunContext } from "../../plan/steps/run-context";

/** Waits for a time. */
export async function runSuspend(
  { duration, message }: { duration: string; message?: string },
  running: Pick<RunContext, "signal" | "message">,
) {
  if (message !== undefined) running.message(message);
  await sleep(durationSeconds(duration) * 1000, undefined, { signal: running.signal });
  return {};
}
