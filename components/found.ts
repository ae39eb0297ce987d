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
  /** When the command has begun that they ran in, RFC 3339. */
  began: string;
  /** By the steps' names. */
  steps: Record<string, StepOutcome>;
}

/** How steps have ended, by Application as `<namespace>/<name>` and by their names. */
export type Found = ReadonlyMap<string, ReadonlyMap<string, StepOutcome>>;

/**
 * What the steps of this run have found that others may decide by, or how they have ended, for the stack's outputs. Secret.
 *
 * @param first the Applications as they were planned before any step had told anything
 * @param began when the command has begun that this run is one of, RFC 3339
 */
export function foundOutputs(
  first: readonly PlannedApplication[],
  made: readonly Application[],
  began: string,
): Output<Record<string, object>> {
  const entries = first.flatMap(({ plan }, index) => {
    const telling = plan.steps.filter(({ gives = [], run }) => gives.length > 0 || run?.mayFail);
    const giving = new Set(telling.map(({ name }) => name));
    const steps = [...(made[index]?.steps ?? [])].filter(([name]) => giving.has(name));
    if (steps.length === 0) return [];
    const ended: Record<string, Output<object>> = Object.fromEntries(
      steps.map(([name, step]) => [name, outcomeOf(step)]),
    );
    return [[applicationName(plan), output({ revision: revisionOf(plan), began, steps: ended })] as const];
  });
  const found: Record<string, Output<object>> = Object.fromEntries(entries);
  return secret(output(found));
}

function outcomeOf({ values, phase, reason, message }: Step): Output<object> {
  const result = all([phase, reason, message]).apply(([phase, reason, message]) => ({
    ...{ phase, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) },
  }));
  return all([values, result, output(isSecret(values))]).apply(([values, result, secret]) => ({
    ...{ result, values, secret },
  }));
}

/**
 * What several stacks have found for just these plans. Steps that have failed run again in the next command: until then nobody knows how
 * they end.
 *
 * @param first the Applications as they are planned before any step has told anything
 * @param outputs of each stack
 * @param began when the command has begun that asks, RFC 3339
 */
export function foundIn(
  first: readonly Pick<PlannedApplication, "plan">[],
  outputs: readonly Readonly<Record<string, unknown>>[],
  began: string,
): Found {
  return new Map(
    first.map(({ plan }) => {
      const name = applicationName(plan);
      const revision = revisionOf(plan);
      const own = outputs.flatMap(({ found }) => {
        const entry = (isObject(found) ? found[name] : undefined) as FoundOutput | undefined;
        if (entry?.revision !== revision) return [];
        return Object.entries(entry.steps).filter(
          ([, { result }]) => result.phase !== "failed" || entry.began === began,
        );
      });
      return [name, new Map(own)];
    }),
  );
}
