import type { OrderedStep } from "./order";
import { ancestorsOf } from "./running/ancestors";
import type { StepContext, StepTypes } from "./steps/types";
import type { PlanStep } from "./types";

/** Adds to planned steps what they take from those before them, of whichever type says so. */
export function completeSteps(
  planned: readonly PlanStep[],
  ordered: readonly OrderedStep[],
  types: StepTypes,
  context: Omit<StepContext, "usePolicy">,
): PlanStep[] {
  if (!planned.some(({ type }) => types.get(type)?.complete !== undefined)) return [...planned];
  const ancestors = ancestorsOf(ordered);
  return planned.map((step, index) => {
    const complete = types.get(step.type)?.complete;
    const entry = ordered[index];
    if (complete === undefined || entry === undefined) return step;
    const before = planned.filter(({ name }) => ancestors.get(step.name)?.has(name));
    return complete(step, before, entry.step, context);
  });
}
