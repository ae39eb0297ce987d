import { createHash } from "node:crypto";
import type { Decision } from "./running/types";
import type { DeliveryPlan, PlanStep } from "./types";

/** For each step that somebody approved: the digest of the plan that was approved. */
export type Approved = Readonly<Record<string, string>>;

/** That somebody gave up what a step holds. */
export interface Termination {
  /** What was given up: the {@link Gate}'s `whole`. */
  digest: string;
  by?: string | undefined;
  /** RFC 3339. */
  at?: string | undefined;
}

/** What decides about the steps of one Application that wait. */
export interface Verdicts {
  approved?: Approved | undefined;
  /** For each step: the digest of a plan that was held for as long as the step says. */
  waited?: Approved | undefined;
  /** For each step: what was given up. */
  terminated?: Readonly<Record<string, Termination>> | undefined;
}

/** A step that waits for somebody's approval. */
export interface Gate {
  step: string;
  /** Digest of what the step, and those after it up to the next approval, would deliver. */
  digest: string;
  /** Digest of that and of everything behind it, also behind later approvals. */
  whole: string;
  /** The digest that was approved, when it is another one: the plan changed since. */
  approvedDigest?: string;
  /** How long it is held without an approval, in seconds. */
  holdSeconds?: number;
  /** What the one who approves should know. */
  message?: string;
  /** That it was given up: nobody is asked, and nothing of it is delivered. */
  terminated?: Termination;
}

/** What may not be delivered yet. */
export interface Hold {
  /** The steps to approve next, and those that were given up. */
  gates: Gate[];
  /** The steps that went on because their time has passed, each with the digest of the plan that was held. */
  waited: Approved;
  /** Names of the steps that stay as they are: the gates, what waits for them, and what nobody can decide yet. */
  steps: ReadonlySet<string>;
}

/** What became of a plan's steps, as far as it is known. */
export function holdOf(decisions: ReadonlyMap<string, Decision>, gates: readonly Gate[], waited: Approved): Hold {
  const staying = [...decisions].filter(([, decision]) => decision !== "run" && decision !== "skip");
  return { gates: [...gates], waited, steps: new Set(staying.map(([step]) => step)) };
}

/** A step that waits for an approval, with the plan that is to be approved. */
export function gateOf(plan: DeliveryPlan, step: PlanStep, { approved, terminated }: Verdicts): Gate {
  const { name, holdSeconds, message } = step;
  const whole = digestOf(plan, [step, ...after(plan, name, () => true)]);
  const approvedDigest = approved?.[name];
  const verdict = terminated?.[name];
  return {
    ...{ step: name, digest: digestOf(plan, coveredBy(plan, step)), whole },
    ...(holdSeconds === undefined ? {} : { holdSeconds }),
    ...(message === undefined ? {} : { message }),
    ...(approvedDigest === undefined ? {} : { approvedDigest }),
    ...(verdict?.digest === whole ? { terminated: verdict } : {}),
  };
}

/** The gates that somebody can approve: those that were not given up. */
export function waitingGates({ gates }: Hold): Gate[] {
  return gates.filter(({ terminated }) => terminated === undefined);
}

/** The steps that wait for `name`, directly or not; those that `follow` refuses, and what is behind them, are left out. */
function after(plan: DeliveryPlan, name: string, follow: (step: PlanStep) => boolean): PlanStep[] {
  const found = new Set<PlanStep>();
  const reached = [name];
  for (const earlier of reached) {
    for (const step of plan.steps) {
      if (!step.after.includes(earlier) || found.has(step) || !follow(step)) continue;
      found.add(step);
      reached.push(step.name);
    }
  }
  return plan.steps.filter((step) => found.has(step));
}

/** The steps that an approval lets through: the step itself and those after it, up to the next approval. */
export function coveredBy(plan: DeliveryPlan, gate: PlanStep): PlanStep[] {
  const covered = new Set([gate, ...after(plan, gate.name, (step) => !step.approval)]);
  return plan.steps.filter((step) => covered.has(step));
}

/** Changes with anything that the steps deliver or do, with their waves, and with a restart; not with the names of steps. */
function digestOf({ handling, restarted }: DeliveryPlan, steps: readonly PlanStep[]): string {
  const contents = steps.map((step) => ({ ...contentOf(step), waves: step.waves }));
  // A letter first, so that nobody who keeps it in a configuration takes it for a number.
  return `p${hashOf(handling, contents, restarted).slice(0, 11)}`;
}

/** Everything about a step but its name and place; conditions name the step that they are written at, which does not count. */
export function contentOf({ type, placements, deliveries, conditions, run, written }: PlanStep): object {
  return {
    ...{ type, placements, deliveries },
    ...(conditions === undefined ? {} : { conditions: conditions.map(({ text, inputs }) => ({ text, inputs })) }),
    ...(run === undefined ? {} : { run: { properties: run.properties, outputs: run.outputs } }),
    ...(written === undefined ? {} : { written }),
  };
}

/**
 * Changes with anything that a plan delivers or does, and with a restart: steps that do something themselves run again then, as in
 * KubeVela.
 */
export function revisionOf({ handling, steps, restarted }: DeliveryPlan): string {
  return hashOf(handling, steps.map(contentOf), restarted).slice(0, 16);
}

function hashOf(handling: DeliveryPlan["handling"], contents: readonly object[], restarted?: string): string {
  const content = [handling, contents, ...(restarted === undefined ? [] : [restarted])];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** The plan with what runs only: other steps stay, and deliver nothing. */
export function onlyRunning(plan: DeliveryPlan, decisions: ReadonlyMap<string, Decision>): DeliveryPlan {
  const steps = plan.steps.map((step): PlanStep => {
    if (decisions.get(step.name) === "run") return step;
    const { run: _, waves: __, ...rest } = step;
    return { ...rest, deliveries: [], waiting: [] };
  });
  return { ...plan, steps };
}
