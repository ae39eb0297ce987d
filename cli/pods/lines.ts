import type { Colour } from "../colours";
import type { FoundPod } from "./find";

/** One container whose log is read. */
export interface LogSource extends Pick<FoundPod, "cluster" | "namespace" | "component" | "pod"> {
  container: string;
}

/** One line of a log. */
export interface LogLine {
  source: LogSource;
  /** When it was written: RFC 3339, with as many digits as the cluster gives. */
  time: string;
  message: string;
}

/** How lines are printed. */
export interface LineStyle {
  output: "text" | "raw" | "json";
  timestamps: boolean;
  paint(colour: Colour, text: string): string;
}

/** Takes a line apart that was asked for with its time. */
export function parseLine(source: LogSource, text: string): LogLine {
  const space = text.indexOf(" ");
  if (space < 0) return { source, time: text, message: "" };
  return { source, time: text.slice(0, space), message: text.slice(space + 1) };
}

/** Lines of several logs in the order in which they were written; those of one log stay in theirs. */
export function merge(logs: readonly (readonly LogLine[])[]): LogLine[] {
  const lines = logs.flat().map((line) => ({ line, at: sortable(line.time) }));
  return lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ line }) => line);
}

/** Fractions of a second may end in fewer digits: as text, `…:01.5Z` would come after `…:01.51Z`. */
function sortable(time: string): string {
  const [whole = "", fraction = ""] = time.replace(/Z$/, "").split(".");
  return `${whole}.${fraction.padEnd(9, "0")}`;
}

const COLOURS: readonly Colour[] = ["cyan", "magenta", "green", "yellow", "blue", "red"];

/** Prints lines: each pod gets a colour of its own, as long as there are enough. */
export function lineFormatter({ output, timestamps, paint }: LineStyle): (line: LogLine) => string {
  const known = new Map<string, Colour>();
  const colourOf = (name: string): Colour => {
    const colour = known.get(name) ?? COLOURS[known.size % COLOURS.length] ?? "cyan";
    known.set(name, colour);
    return colour;
  };
  return ({ source, time, message }) => {
    if (output === "json") return `${JSON.stringify({ ...source, time, message })}\n`;
    const shown = timestamps ? `${time} ${message}` : message;
    if (output === "raw") return `${shown}\n`;
    const { cluster, pod, container } = source;
    const name = `${cluster}/${pod}`;
    return `${paint(colourOf(name), `${name} ${container} |`)} ${shown}\n`;
  };
}
