import { clearScreenDown, cursorTo } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { endOnInterrupt } from "../interrupts";

/** Between two looks, in milliseconds. */
const PAUSE = 2_000;

/** Shows a text again and again until Ctrl-C: in place on a terminal, one block after another elsewhere. */
export async function watch(look: () => Promise<string>, stream: NodeJS.WriteStream = process.stdout): Promise<never> {
  endOnInterrupt();
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
