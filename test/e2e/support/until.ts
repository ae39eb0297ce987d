import { setTimeout as sleep } from "node:timers/promises";

/** How long something may take that nothing but another program does, in milliseconds. */
const WITHIN = 120_000;

/** Waits until something is there, and returns it. Throws with `what` when it takes too long. */
export async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + WITHIN;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`it did not happen within ${WITHIN / 1000} s: ${what}`);
    await sleep(200);
  }
}
