import { isDeepStrictEqual } from "node:util";
import { delivering } from "../cli/delivering";
import { isObject, type Json } from "../model/json";
import type { PlannedApplication } from "../plan/deliveries";
import { heldOutputs } from "./held-outputs";
import { deliveryOutputs, stepOutputs } from "./outputs";
import type { SkippedOutput } from "./skipping";

/**
 * Whether a stack's outputs would tell something else after a run, times and reasons left out.
 *
 * @param skipped the clusters that the run leaves out
 * @param before the outputs of the last run
 */
export function isStale(
  planned: readonly PlannedApplication[],
  skipped: readonly SkippedOutput[],
  before: Readonly<Record<string, unknown>>,
): boolean {
  const outputs = { deliveries: deliveryOutputs(planned), steps: stepOutputs(planned) };
  const now = standing({ ...outputs, held: heldOutputs(planned, [], SOME_TIME, delivering(false)), skipped });
  return !isDeepStrictEqual(now, standing(before));
}

/** Times are left out, but have to be some. */
const SOME_TIME = new Date(0).toISOString();

/** What outputs say about how things stand. */
function standing({ deliveries, steps, held, skipped = [] }: Readonly<Record<string, unknown>>): Json {
  const told = {
    ...{ deliveries, steps, held: only(["application", "step", "digest"], held) },
    skipped: only(["cluster", "applications"], skipped),
  };
  return JSON.parse(JSON.stringify(told)) as Json;
}

/** Some keys of each entry of a list. */
function only(keys: readonly string[], list: unknown): object[] {
  const entries = Array.isArray(list) ? list.filter(isObject) : [];
  return entries.map((entry) => Object.fromEntries(keys.map((key) => [key, entry[key]])));
}
