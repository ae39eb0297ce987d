import { all, isSecret, type Output, output, secret } from "@pulumi/pulumi";
import { isObject } from "../model/json";
import { applicationName, type PlannedApplication } from "../plan/deliveries";
import { revisionOf } from "../plan/hold";
import type { StepOutcome } from "../plan/running/types";
import type { Application } from "./application";
import type { Step } from "./step";

/** What steps of an Application have found, in the outputs of the stack that has run them for all stacks of a fleet. */
interface FoundOutput {
  /** Of the plan that they ran for, as it was before any of them had told anything. */
  revision: string;
  /** By the steps' names. */
  steps: Record<string, StepOutcome>;
}

/** How steps have ended, by Application as `<namespace>/<name>` and by their names. */
export type Found = ReadonlyMap<string, ReadonlyMap<string, StepOutcome>>;

/**
 * What the steps of this run have found that others may decide by, for the stack's outputs. Secret.
 *
 * @param first the Applications as they were planned before any step had told anything
 */
export function foundOutputs(
  first: readonly PlannedApplication[],
  made: readonly Application[],
): Output<Record<string, object>> {
  const entries = first.flatMap(({ plan }, index) => {
    const giving = new Set(plan.steps.flatMap(({ name, gives = [] }) => (gives.length > 0 ? [name] : [])));
    const steps = [...(made[index]?.steps ?? [])].filter(([name]) => giving.has(name));
    if (steps.length === 0) return [];
    const ended: Record<string, Output<object>> = Object.fromEntries(
      steps.map(([name, step]) => [name, outcomeOf(step)]),
    );
    return [[applicationName(plan), output({ revision: revisionOf(plan), steps: ended })] as const];
  });
  const found: Record<string, Output<object>> = Object.fromEntries(entries);
  return secret(output(found));
}

function outcomeOf({ values, phase }: Step): Output<object> {
  const hides = output(isSecret(values));
  return all([values, phase, hides]).apply(([values, phase, secret]) => ({ result: { phase }, values, secret }));
}

/**
 * What several stacks have found for just these plans.
 *
 * @param first the Applications as they are planned before any step has told anything
 * @param outputs of each stack
 */
export function foundIn(
  first: readonly Pick<PlannedApplication, "plan">[],
  outputs: readonly Readonly<Record<string, unknown>>[],
): Found {
  return new Map(
    first.map(({ plan }) => {
      const name = applicationName(plan);
      const revision = revisionOf(plan);
      const own = outputs.flatMap(({ found }) => {
        const entry = (isObject(found) ? found[name] : undefined) as FoundOutput | undefined;
        return entry?.revision === revision ? Object.entries(entry.steps) : [];
      });
      return [name, new Map(own)];
    }),
  );
}
