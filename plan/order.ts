import type { WorkflowMode, WorkflowStep } from "../model/application";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import type { ResolvedWorkflow } from "./workflow";

/** A step in its place: after the steps that `after` names, and possibly inside a group. */
export interface OrderedStep {
  step: WorkflowStep;
  after: string[];
  /** Name of the `step-group` it stands in. */
  group?: string;
}

type Mode = NonNullable<WorkflowMode["steps"]>;

/**
 * All steps with what they wait for, groups before their sub-steps, as they stand in the document. `StepByStep` (the
 * default, for steps): each waits for the one before; `DAG` (the default for sub-steps): only for what its `dependsOn`
 * names. A sub-step also waits for what its group waits for, and a group ends when its sub-steps have ended.
 *
 * @param producers names of the steps whose outputs a step takes; it waits for them in every mode
 */
export function orderSteps(
  { steps, mode }: ResolvedWorkflow,
  findings: Finding[],
  producers: (step: WorkflowStep) => readonly string[] = () => [],
): OrderedStep[] {
  const siblings = (some: readonly WorkflowStep[], mode: Mode) => orderSiblings(some, mode, findings, producers);
  const ordered = siblings(steps, mode.steps ?? "StepByStep").flatMap((entry): OrderedStep[] => {
    const { step, after } = entry;
    if (step.subSteps.length === 0) return [entry];
    const subSteps = siblings(step.subSteps, step.mode ?? mode.subSteps ?? "DAG");
    return [
      { step, after: [...after, ...step.subSteps.map(({ name }) => name)] },
      ...subSteps.map((sub) => ({ ...sub, after: [...after, ...sub.after], group: step.name })),
    ];
  });
  findings.push(...cycleFindings(ordered));
  return ordered;
}

function orderSiblings(
  steps: readonly WorkflowStep[],
  mode: Mode,
  findings: Finding[],
  producers: (step: WorkflowStep) => readonly string[],
): OrderedStep[] {
  const names = new Set(steps.map((step) => step.name));
  return steps.map((step, index) => {
    const previous = mode === "StepByStep" ? steps[index - 1] : undefined;
    const known = step.dependsOn.filter((name) => names.has(name));
    findings.push(...unknownDependencies(step, names));
    const before = previous === undefined ? [] : [previous.name];
    return { step, after: [...new Set([...before, ...known, ...producers(step)])] };
  });
}

function unknownDependencies(step: WorkflowStep, names: ReadonlySet<string>): Finding[] {
  return step.dependsOn.flatMap((name, index) =>
    names.has(name)
      ? []
      : findingAt([step.origin], ["dependsOn", index], {
          severity: "error",
          code: "unknown-step",
          message: `step "${step.name}" depends on "${name}", but there is no such step beside it`,
          ...didYouMean(name, names),
        }),
  );
}

function cycleFindings(ordered: readonly OrderedStep[]): Finding[] {
  const cycle = findCycle(new Map(ordered.map(({ step, after }) => [step.name, after])));
  const first = ordered.find(({ step }) => step.name === cycle?.[0]);
  if (cycle === undefined || first === undefined) return [];
  return [
    findingAt([first.step.origin], ["dependsOn"], {
      severity: "error",
      code: "dependency-cycle",
      message: `steps wait for each other: ${cycle.join(" => ")}`,
      hint: "unless the workflow's mode is DAG, each step also waits for the one before it",
    }),
  ];
}

/** A cycle in a graph given as "waits for" lists, written `a, b, a`; undefined when there is none. */
export function findCycle(waitsFor: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, trail: string[]): string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of waitsFor.get(name) ?? []) {
      const cycle = visit(next, [...trail, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of waitsFor.keys()) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
