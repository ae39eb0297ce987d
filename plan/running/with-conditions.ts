import type { Application, WorkflowStep } from "../../model/application";
import type { Finding } from "../../model/findings";
import { findingAt } from "../../model/source";
import type { OrderedStep } from "../order";
import type { StepTypes } from "../steps/types";
import type { PlanStep } from "../types";
import { ancestorsOf } from "./ancestors";
import { ALWAYS, checkCondition, stepsIn } from "./conditions";
import type { Condition } from "./types";

/**
 * Adds to planned steps what has to be true for them to run, and whose failures somebody looks at. A sub-step runs only when its
 * group does.
 */
export function withConditions(
  planned: readonly PlanStep[],
  ordered: readonly OrderedStep[],
  application: Application,
  types: StepTypes,
  findings: Finding[],
): PlanStep[] {
  const written = ordered.filter(({ step }) => step.if !== undefined);
  if (written.length === 0) return [...planned];
  const ancestors = ancestorsOf(ordered);
  const runs = new Map(ordered.map(({ step }) => [step.name, runsItself(step, types)]));
  const subSteps = new Map(ordered.map(({ step }) => [step.name, step.subSteps.map(({ name }) => name)]));
  const before = ({ name }: WorkflowStep) =>
    new Map([...(ancestors.get(name) ?? [])].map((earlier) => [earlier, runs.get(earlier) === true]));
  const wrong = written.flatMap(({ step }) =>
    checkCondition(step, { application, before: before(step), steps: [...runs.keys()] }),
  );
  findings.push(...wrong, ...written.flatMap(({ step }) => deliveriesBefore(step, before(step))));
  if (wrong.length > 0) return [...planned];
  const lookedAt = new Set(
    written
      .flatMap(({ step }) => (step.if === ALWAYS ? [...before(step).keys()] : stepsIn(step.if ?? "")))
      .flatMap((name) => [name, ...(subSteps.get(name) ?? [])]),
  );
  return planned.map((step, index) => {
    const conditions = conditionsOf(ordered[index], ordered);
    const own = subSteps.get(step.name) ?? [];
    return {
      ...step,
      ...(own.length === 0 ? {} : { subSteps: own }),
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(step.run === undefined ? {} : { run: { ...step.run, mayFail: lookedAt.has(step.name) } }),
    };
  });
}

/** Whether a step, or one of its sub-steps, does something itself, so that its failure can be seen. */
function runsItself(step: WorkflowStep, types: StepTypes): boolean {
  return types.get(step.type)?.runs === true || step.subSteps.some((sub) => runsItself(sub, types));
}

function conditionsOf(entry: OrderedStep | undefined, ordered: readonly OrderedStep[]): Condition[] {
  const group = ordered.find(({ step }) => step.name === entry?.group)?.step;
  return [group, entry?.step].flatMap((step) =>
    step?.if === undefined ? [] : { text: step.if, step: step.name, inputs: step.inputs.map(({ from }) => from) },
  );
}

/** `always` reaches only as far as failures can be seen. */
function deliveriesBefore(step: WorkflowStep, before: ReadonlyMap<string, boolean>): Finding[] {
  if (step.if !== ALWAYS || [...before.values()].every((runs) => runs)) return [];
  return [
    findingAt([step.origin], ["if"], {
      severity: "warning",
      code: "not-supported",
      message: `step "${step.name}" runs always, but not when a delivery before it fails: the run ends there`,
    }),
  ];
}
