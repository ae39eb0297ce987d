import { createHash } from "node:crypto";
import type { Decision } from "./running/types";
import type { DeliveryPlan, PlanStep } from "./types";

/** For each step that somebody approved: the digest of the plan that was approved. */
export type Approved = Readonly<Record<string, string>>;

/** A step that waits for somebody's approval. */
export interface Gate {
  step: string;
  /** Digest of what the step, and those after it up to the next approval, would deliver. */
  digest: string;
  /** The digest that was approved, when it is another one: the plan changed since. */
  approvedDigest?: string;
  /** How long it is held without an approval, in seconds. */
  holdSeconds?: number;
}

/** What may not be delivered yet. */
export interface Hold {
  /** The steps to approve next. */
  gates: Gate[];
  /** Names of the steps that stay as they are: the gates, what waits for them, and what nobody can decide yet. */
  steps: ReadonlySet<string>;
}

/** What became of a plan's steps, as far as it is known. */
export function holdOf(decisions: ReadonlyMap<string, Decision>, gates: readonly Gate[]): Hold {
  const staying = [...decisions].filter(([, decision]) => decision !== "run" && decision !== "skip");
  return { gates: [...gates], steps: new Set(staying.map(([step]) => step)) };
}

/** A step that waits for an approval, with the plan that is to be approved. */
export function gateOf(plan: DeliveryPlan, step: PlanStep, approvedDigest: string | undefined): Gate {
  const gate = {
    step: step.name,
    digest: digestOf(plan, step),
    ...(step.holdSeconds === undefined ? {} : { holdSeconds: step.holdSeconds }),
  };
  return approvedDigest === undefined ? gate : { ...gate, approvedDigest };
}

/** Names of the steps that wait for `name`, directly or not; those that `follow` refuses, and what is behind them, are left out. */
function after(plan: DeliveryPlan, name: string, follow: (step: PlanStep) => boolean): ReadonlySet<string> {
  const found = new Set<string>();
  const reached = [name];
  for (const earlier of reached) {
    for (const step of plan.steps) {
      if (!step.after.includes(earlier) || found.has(step.name) || !follow(step)) continue;
      found.add(step.name);
      reached.push(step.name);
    }
  }
  return found;
}

/** The steps that an approval lets through: the step itself and those after it, up to the next approval. */
export function coveredBy(plan: DeliveryPlan, gate: PlanStep): PlanStep[] {
  const covered = after(plan, gate.name, (step) => !step.approval);
  return plan.steps.filter((step) => step === gate || covered.has(step.name));
}

/** Changes with anything that an approval of the step lets through, and with its waves; not with the names of steps. */
function digestOf(plan: DeliveryPlan, gate: PlanStep): string {
  const content = coveredBy(plan, gate).map((step) => ({ ...contentOf(step), waves: step.waves }));
  const hash = createHash("sha256")
    .update(JSON.stringify([plan.handling, content]))
    .digest("hex");
  // A letter first, so that nobody who keeps it in a configuration takes it for a number.
  return `p${hash.slice(0, 11)}`;
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

/** Changes with anything that a plan delivers or does: steps that do something themselves run again then, as in KubeVela. */
export function revisionOf({ handling, steps }: DeliveryPlan): string {
  const content = JSON.stringify([handling, steps.map(contentOf)]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
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
