import { existsSync, readFileSync } from "node:fs";

/** What the engine did, or would do, to one resource. */
export interface Step {
  op: string;
  /** Pulumi's type of the resource. */
  type: string;
  /** Logical name of the resource. */
  name: string;
  /** Positions in the log at which it began and, unless it failed, ended. */
  began: number;
  ended: number | undefined;
}

interface Metadata {
  op: string;
  urn: string;
  type: string;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: Metadata };
  resOutputsEvent?: { metadata: Metadata };
}

/** Operations that leave everything as it is. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/** Reads the engine's log of events: its text, and the steps in it in the order in which they began. */
export function readEvents(file: string): { log: string; steps: Step[] } {
  const log = existsSync(file) ? readFileSync(file, "utf8") : "";
  const events = log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as EngineEvent);
  const steps = new Map<string, Step>();
  events.forEach(({ resourcePreEvent, resOutputsEvent }, position) => {
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata;
    if (metadata === undefined) return;
    const { op, urn, type } = metadata;
    const key = `${op} ${urn}`;
    const known = steps.get(key) ?? {
      op,
      type,
      name: urn.split("::").slice(3).join("::"),
      began: position,
      ended: undefined,
    };
    steps.set(key, resOutputsEvent === undefined ? known : { ...known, ended: position });
  });
  return { log, steps: [...steps.values()] };
}

/** The steps that change something, as `op name`, sorted. */
export function changes(steps: readonly Step[]): string[] {
  return steps
    .filter(({ op }) => !UNCHANGED.has(op))
    .map(({ op, name }) => `${op} ${name}`)
    .sort();
}
