import { clearScreenDown, cursorTo } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { EXIT_CODES } from "../exit-codes";

/** Between two looks, in milliseconds. */
const PAUSE = 2_000;

/** Shows a text again and again until Ctrl-C: in place on a terminal, one block after another elsewhere. */
export async function watch(look: () => Promise<string>, stream: NodeJS.WriteStream = process.stdout): Promise<never> {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(EXIT_CODES.DONE.code));
  for (;;) {
    const text = await look();
    if (stream.isTTY) {
      cursorTo(stream, 0, 0);
      clearScreenDown(stream);
    }
    stream.write(`${new Date().toISOString()}\n\n${text}\n`);
    await sleep(PAUSE);
  }
}
