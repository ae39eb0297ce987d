import { ExpressionError } from "../../expressions/error";
import { type Scope, UNKNOWN } from "../../expressions/evaluate";
import type { Finding } from "../../model/findings";
import { inOrder } from "../graph";
import { type Approved, coveredBy, type Gate, gateOf, type Verdicts } from "../hold";
import type { DeliveryPlan, PlanStep } from "../types";
import { ALWAYS, conditionValue } from "./conditions";
import { contextOf, Inputs, nameIn, type Told } from "./inputs";
import { statuses } from "./statuses";
import type { Condition, Decision, Progress } from "./types";

/** What becomes of the steps of a plan, as far as it is known. */
export interface Decided {
  /** Steps that are not in it are decided when more is known. */
  decisions: ReadonlyMap<string, Decision>;
  /** The steps that wait for an approval, each in front of everything that it holds. */
  gates: Gate[];
  /** The steps that went on because their time has passed, each with the digest of the plan that was held. */
  waited: Approved;
  findings: Finding[];
}

/**
 * Decides what becomes of each step, each after those it waits for. Semantics: KubeVela `pkg/executor`: a step runs when its `if` is
 * true; without one, when no step before it failed, also if somebody looked at the failure, and none that its `dependsOn` leads to was
 * skipped. Behind other skipped steps the workflow goes on.
 *
 * @param cannotRun whether a step reaches a cluster that is left out: it is left undecided, and with it what depends on what it finds
 */
export function decide(
  plan: DeliveryPlan,
  verdicts: Verdicts,
  progress: Progress,
  application: Told,
  cannotRun: (step: PlanStep) => boolean = () => false,
): Decided {
  const values = new Inputs(application, new Map(), progress.values, []);
  const decisions = new Map<string, Decision>();
  const gates: Gate[] = [];
  const waited: Record<string, string> = {};
  const findings: Finding[] = [];
  const failures = new Failures(plan, decisions, progress);

  const conditionsHold = (step: PlanStep): boolean | typeof UNKNOWN => {
    let all: boolean | typeof UNKNOWN = true;
    for (const condition of step.conditions ?? []) {
      const one = truthOf(condition);
      if (one === false) return false;
      if (one === UNKNOWN) all = UNKNOWN;
    }
    return all;
  };

  const truthOf = ({ text, step, inputs }: Condition): boolean | typeof UNKNOWN => {
    if (text === ALWAYS) return true;
    const scope: Scope = {
      inputs: Object.fromEntries(inputs.map((from) => [from, values.valueOf(from, step).value])),
      status: statuses(plan, decisions, progress),
      context: contextOf(application, step),
    };
    try {
      return conditionValue(text, scope);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const message = `step "${step}": ${error.withPlace} of its if`;
      findings.push({ severity: "error", code: "invalid-expression", message });
      return UNKNOWN;
    }
  };

  const decideOne = (step: PlanStep): Decision | undefined => {
    const before = step.after.map((name) => decisions.get(name));
    if (before.includes(undefined)) return undefined;
    if (before.includes("held")) return "held";
    const holds = conditionsHold(step);
    if (holds === false) return "skip";
    if (step.conditions === undefined) {
      const before = failures.before(step);
      if (before === "failed") return "stopped";
      if (before === "skipped") return "skip";
      // A preview shows what comes when nothing fails.
      if (before === "unknown" && !progress.final) return undefined;
    }
    const open = progress.final ? "undecided" : undefined;
    if (holds === UNKNOWN) return open;
    if (cannotRun(step)) return "undecided";
    if (!step.approval) return (step.missing?.length ?? 0) > 0 ? open : "run";
    if (waitsForValues(plan, step, decisions, progress)) return open;
    const gate = gateOf(plan, step, verdicts);
    if (gate.digest === gate.approvedDigest) return "run";
    if (gate.digest === verdicts.waited?.[step.name]) {
      waited[step.name] = gate.digest;
      return "run";
    }
    gates.push(gate);
    return "held";
  };

  for (const step of inOrder(plan.steps)) {
    const decision = progress.decisions.get(step.name) ?? decideOne(step);
    if (decision !== undefined) decisions.set(step.name, decision);
  }
  return { decisions, gates, waited, findings };
}

/** Knows what went wrong before a step. */
class Failures {
  readonly #byName: ReadonlyMap<string, PlanStep>;

  constructor(
    plan: DeliveryPlan,
    private readonly decisions: ReadonlyMap<string, Decision>,
    private readonly progress: Progress,
  ) {
    this.#byName = new Map(plan.steps.map((step) => [step.name, step]));
  }

  /** Whether a step before it failed or was stopped, one that its `dependsOn` leads to was skipped, or all of that is unknown. */
  before(step: PlanStep): "failed" | "skipped" | "unknown" | "nothing" {
    const ends = this.#reached(step, ({ after }) => after).map((one) => this.#endOf(one));
    if (ends.includes("failed")) return "failed";
    const needed = this.#reached(step, ({ dependsOn = [] }) => dependsOn);
    if (needed.some(({ name }) => this.decisions.get(name) === "skip")) return "skipped";
    return ends.includes("unknown") ? "unknown" : "nothing";
  }

  #endOf({ name, run }: PlanStep): "failed" | "unknown" | "fine" {
    const result = this.progress.results.get(name);
    const decision = this.decisions.get(name);
    if (result?.phase === "failed" || decision === "stopped") return "failed";
    return decision === "run" && run?.mayFail && result === undefined ? "unknown" : "fine";
  }

  /** All steps that lead to a step. */
  #reached(step: PlanStep, back: (step: PlanStep) => readonly string[]): PlanStep[] {
    const found = new Set<PlanStep>([step]);
    for (const one of found) {
      for (const name of back(one)) {
        const earlier = this.#byName.get(name);
        if (earlier !== undefined) found.add(earlier);
      }
    }
    found.delete(step);
    return [...found];
  }
}

/** Whether what an approval is about depends on something that a step which runs before it will find. */
function waitsForValues(
  plan: DeliveryPlan,
  gate: PlanStep,
  decisions: ReadonlyMap<string, Decision>,
  { values }: Progress,
): boolean {
  const missing = new Set(coveredBy(plan, gate).flatMap((step) => (step.missing ?? []).map(nameIn)));
  const giving = plan.steps.filter(({ name }) => decisions.get(name) === "run");
  return giving.some(({ gives = [] }) => gives.some((name) => missing.has(name) && !values.has(name)));
}
