import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureControlPlane } from "../../tools/controlplane";
import { shownCommands, userPages } from "../support/shown-commands";
import { writeFiles } from "./docs/fixtures";
import type { Play } from "./docs/play";
import { STORY } from "./docs/story";
import { Checkout } from "./support/checkout";
import type { Started } from "./support/flotilla";

/** What the documentation says that commands print, where it does. */
const SHOWN = userPages()
  .flatMap(shownCommands)
  .filter(({ output }) => output !== undefined);

let checkout: Checkout;

beforeAll(async () => {
  const { kubectl } = await ensureControlPlane();
  checkout = Checkout.create([dirname(kubectl)]);
  writeFiles(checkout);
});

/** What each page shows of a command; where one shows it several times, what it shows at that time. */
function outputsOf({ run, shown = 1 }: Play): string[] {
  const outputs = SHOWN.filter(({ command }) => command === run);
  const pages = new Set(outputs.map(({ page }) => page));
  return [...pages].flatMap((page) => outputs.filter((one) => one.page === page)[shown - 1]?.output ?? []);
}

function start({ run, also, instead, answers }: Play): Started {
  const command = instead === undefined ? run : run.replace(...instead);
  if (answers !== undefined) return checkout.startOnTerminal(command);
  return checkout.start(also === undefined ? command : `${command}\n${also}`);
}

/** Waits until a command has printed what is expected, typing what has to be typed, and returns what it exits with. */
async function finish(running: Started, { prints, endless, answers, input = "" }: Play): Promise<number | null> {
  for (const [after, text] of answers ?? []) {
    await running.printed(after);
    running.type(text);
  }
  if (answers === undefined) running.type(input, true);
  if (!endless) return running.ended();
  await running.printed(prints);
  return running.interrupt();
}

/** A text without what differs from run to run. */
function timeless(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replaceAll(/127\.0\.0\.1:\d+/g, "<address>")
    .replaceAll(/\b\d+ ms\b/g, "<time>")
    .replaceAll(/-[0-9a-f]{8,10}-[a-z0-9]{5}\b/g, "-<pod>")
    .trim();
}

describe.each(STORY)("the commands that the documentation shows $title", ({ plays }) => {
  it.each(plays)("$run", async (play) => {
    await play.before?.(checkout);
    const running = start(play);
    const code = await finish(running, play);
    expect(running.output).toMatch(play.prints);
    expect(code, running.output).toBe(play.exits ?? 0);
    for (const output of outputsOf(play)) expect(timeless(running.output)).toBe(timeless(output));
  });
});
