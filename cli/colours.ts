import { inspect } from "node:util";

/** The colours that commands use. */
export type Colour = "green" | "red" | "yellow" | "cyan" | "magenta" | "blue" | "gray";

/** Where something is printed, as far as colours need to know. */
export interface Coloured {
  isTTY?: boolean | undefined;
}

/**
 * What colours texts for a stream, or leaves them alone. Terminals get colours unless `NO_COLOR` is set; `FORCE_COLOR` says it for
 * everything, and against them as `0` or `false`.
 */
export function colours(
  { isTTY }: Coloured,
  { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env,
): (colour: Colour, text: string) => string {
  const forced = FORCE_COLOR === undefined ? undefined : !["0", "false"].includes(FORCE_COLOR);
  const on = forced ?? (isTTY === true && !NO_COLOR && TERM !== "dumb");
  return on ? paint : (_, text) => text;
}

/** Not `styleText`, which has an opinion of its own on whether standard output may have colours. */
function paint(colour: Colour, text: string): string {
  const [start, end] = inspect.colors[colour] ?? [0, 0];
  return `\u001b[${start}m${text}\u001b[${end}m`;
}
