import { createHash } from "node:crypto";
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
}

/** What may not be delivered yet. */
export interface Hold {
  /** The steps to approve next. */
  gates: Gate[];
  /** Names of the gates and of every step that waits for one of them. */
  steps: ReadonlySet<string>;
}

/** Finds the steps that wait for an approval, and all that come after them. */
export function holdOf(plan: DeliveryPlan, approved: Approved): Hold {
  const candidates = plan.steps
    .filter((step) => step.approval)
    .map((step) => gateOf(plan, step, approved[step.name]))
    .filter((gate) => gate.approvedDigest !== gate.digest);
  const gated = new Set(candidates.map((gate) => gate.step));
  const steps = new Set(candidates.flatMap((gate) => [gate.step, ...after(plan, gate.step, () => true)]));
  const behind = new Set(candidates.flatMap((gate) => [...after(plan, gate.step, () => true)]));
  return { gates: candidates.filter((gate) => gated.has(gate.step) && !behind.has(gate.step)), steps };
}

function gateOf(plan: DeliveryPlan, step: PlanStep, approvedDigest: string | undefined): Gate {
  const gate = { step: step.name, digest: digestOf(plan, step) };
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

/** Changes with anything that an approval of the step lets through; not with the names of steps. */
function digestOf(plan: DeliveryPlan, gate: PlanStep): string {
  const covered = after(plan, gate.name, (step) => !step.approval);
  const content = plan.steps
    .filter((step) => step === gate || covered.has(step.name))
    .map(({ type, placements, deliveries }) => ({ type, placements, deliveries }));
  const hash = createHash("sha256")
    .update(JSON.stringify([plan.handling, content]))
    .digest("hex");
  // A letter first, so that nobody who keeps it in a configuration takes it for a number.
  return `p${hash.slice(0, 11)}`;
}

/** The plan without what is held: held steps stay, and deliver nothing. */
export function withoutHeld(plan: DeliveryPlan, hold: Hold): DeliveryPlan {
  if (hold.steps.size === 0) return plan;
  const steps = plan.steps.map((step) => (hold.steps.has(step.name) ? { ...step, deliveries: [], waiting: [] } : step));
  return { ...plan, steps };
}
