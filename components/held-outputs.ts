import type { Delivering } from "../cli/delivering";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import type { Approved, Gate, Hold } from "../plan/hold";

/** A step that waits for an approval, or was given up. */
export interface HeldOutput extends Gate {
  application: string;
  /** When a run first found this plan held; RFC 3339. */
  since: string;
  /** From when on `pulumi up` delivers it without an approval; RFC 3339. Default: never. */
  until?: string;
  /** What goes on. */
  command: string;
}

/**
 * The steps that are held, for the stack's outputs; since when is taken over from the last run's.
 *
 * @param commands what people are told to run
 */
export function heldOutputs(
  planned: readonly { plan: Pick<PlannedApplication["plan"], "application">; hold: Pick<Hold, "gates"> }[],
  before: unknown,
  now: string,
  commands: Delivering,
): HeldOutput[] {
  const earlier = heldBefore(before);
  return planned.flatMap(({ plan, hold }) => {
    const application = applicationName(plan);
    return hold.gates.map(({ approvedDigest: _, ...gate }): HeldOutput => {
      const same = earlier.find((one) => one.application === application && isSame(one, gate));
      const since = same?.since ?? now;
      const until = gate.holdSeconds === undefined ? {} : { until: after(since, gate.holdSeconds) };
      return { application, ...gate, since, ...until, command: commandFor(application, gate, commands) };
    });
  });
}

/** The command that goes on: it approves what waits, or asks again for what was given up. */
function commandFor(
  application: string,
  { step, terminated }: Pick<Gate, "step" | "terminated">,
  { up }: Delivering,
): string {
  const verb = terminated === undefined ? `resume ${application} ${step}` : `restart ${application}`;
  return `npx flotilla workflow ${verb} && ${up}`;
}

/**
 * The plans whose time has passed, by Application and step: those that went on in an earlier run, and those that were held for as
 * long as their steps say by now.
 *
 * @param outputs the stack's last ones
 * @param now RFC 3339
 */
export function waitedPlans(outputs: Readonly<Record<string, unknown>>, now: string): Record<string, Approved> {
  const all = { ...((outputs.waited ?? {}) as Record<string, Approved>) };
  for (const { application, step, digest, until } of heldBefore(outputs.held)) {
    if (until !== undefined && until <= now) all[application] = { ...all[application], [step]: digest };
  }
  return all;
}

/** The plans that went on because their time has passed, for the stack's outputs: nothing when there are none. */
export function waitedOutputs(planned: readonly PlannedApplication[]): { waited?: Record<string, Approved> } {
  const waited = planned.flatMap(({ plan, hold }) =>
    Object.keys(hold.waited).length === 0 ? [] : [[applicationName(plan), hold.waited] as const],
  );
  return waited.length === 0 ? {} : { waited: Object.fromEntries(waited) };
}

function heldBefore(outputs: unknown): HeldOutput[] {
  return Array.isArray(outputs) ? (outputs as HeldOutput[]) : [];
}

function isSame(one: Gate, other: Gate): boolean {
  return one.step === other.step && one.digest === other.digest;
}

function after(since: string, seconds: number): string {
  return new Date(Date.parse(since) + seconds * 1000).toISOString();
}
