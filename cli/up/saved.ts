import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SAVED, TAG } from "../../tools/shim/cut-off.cjs";
import { onStack, pulumiMeanwhile } from "../pulumi";
import type { Delivered } from "./shortcut";

/** A run whose state is saved at its end only. */
export interface UnsavedRun {
  since: Date;
  /** What it delivers, as `<namespace>/<name>`, or short digests of that: see {@link delivers}. */
  applications: string[];
}

/** The longest value of a tag that Pulumi's service keeps. */
const LONGEST = 256;

/** Whether a run delivers an Application, `<namespace>/<name>`. */
export function delivers({ applications }: Pick<UnsavedRun, "applications">, application: string): boolean {
  return applications.includes(application) || applications.includes(shortened(application));
}

function shortened(application: string): string {
  return `#${createHash("sha256").update(application).digest("base64url").slice(0, 8)}`;
}

/** A run as the value of a tag. Names that are too long for one become digests: some twenty fit then. */
export function tagOf({ since, applications }: UnsavedRun): string {
  const value = (names: readonly string[]) => [since.toISOString(), ...names].join(" ");
  const whole = value(applications);
  const short = applications.map((name) => (name.startsWith("#") ? name : shortened(name)));
  return whole.length <= LONGEST ? whole : value([...new Set(short)]);
}

/** What the last run of `flotilla up` has said of itself, as far as it has. */
export interface LastRun {
  /** Set when it has not saved its state. */
  unsaved?: UnsavedRun;
  /** Set when it has delivered everything, and can be repeated. */
  delivered?: Delivered;
}

/**
 * What a stack says of its last run.
 *
 * @param stack default: the current one
 */
export async function lastRun(stack?: string): Promise<LastRun> {
  const text = await pulumiMeanwhile("stack", "tag", "ls", "--json", ...onStack(stack));
  const tags = JSON.parse(text) as Record<string, string>;
  const [first = SAVED, ...rest] = (tags[TAG] ?? SAVED).split(" ");
  if (first !== SAVED) return { unsaved: { since: new Date(first), applications: rest } };
  const [since, basis, state] = rest;
  return since && basis && state ? { delivered: { since, basis, state } } : {};
}

/** How often somebody looks whether a run has said that its state is saved, and how long apart, in milliseconds. */
const PATIENCE = { looks: 4, apart: 1000 };

/** What the last run has said of itself, when no run goes on any more: one that has saved its state says so a moment after its end. */
export async function lastRunAtRest(read = lastRun, { looks, apart } = PATIENCE): Promise<LastRun> {
  const last = await read();
  if (last.unsaved === undefined || looks <= 1) return last;
  await sleep(apart);
  return lastRunAtRest(read, { looks: looks - 1, apart });
}

/**
 * Says that a run begins which saves its state at the end only.
 *
 * @param stack default: the current one
 */
export async function beginUnsaved(run: UnsavedRun, stack?: string): Promise<void> {
  await pulumiMeanwhile("stack", "tag", "set", TAG, tagOf(run), ...onStack(stack));
}

/**
 * Says that everything is in the state, and what the next run may rely on. The tag is never removed: engines forget to write an empty list of tags.
 *
 * @param stack default: the current one
 */
export async function endUnsaved(delivered?: Delivered, stack?: string): Promise<void> {
  const { since, basis, state } = delivered ?? {};
  const value = [SAVED, since, basis, state].filter(Boolean).join(" ");
  await pulumiMeanwhile("stack", "tag", "set", TAG, value, ...onStack(stack));
}
