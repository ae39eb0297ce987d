import { UNKNOWN, type Value } from "../../expressions/evaluate";
import type { JsonObject } from "../../model/json";
import type { DeliveryPlan, PlanStep } from "../types";
import type { Decision, Progress } from "./types";

/** How a step has ended. */
type End = { phase: "succeeded" | "failed" | "skipped"; reason: string; message?: string | undefined };

/** Why a group has failed, the first that one of its steps has. */
const REASONS = ["FailedAfterRetries", "Timeout", "Action", "Terminate"];

/** What `status` has for each step. Semantics: KubeVela `buildValueForStatus`; a delivery that has come to its end has succeeded. */
export function statuses(
  { steps }: DeliveryPlan,
  decisions: ReadonlyMap<string, Decision>,
  { results }: Progress,
): Record<string, Value> {
  const byName = new Map(steps.map((step) => [step.name, step]));

  const endOf = (step: PlanStep): End | typeof UNKNOWN => {
    const decision = decisions.get(step.name);
    if (decision === "skip") return SKIPPED;
    if (decision === "held") return UNKNOWN;
    if (step.subSteps !== undefined) return endOfGroup(step.subSteps);
    if (decision === "stopped") return SKIPPED;
    if (decision !== "run") return UNKNOWN;
    const result = results.get(step.name);
    if (result !== undefined) return { ...result, reason: result.reason ?? "" };
    return step.run?.mayFail ? UNKNOWN : SUCCEEDED;
  };

  /** Semantics: KubeVela `getStepGroupStatus`. */
  const endOfGroup = (names: readonly string[]): End | typeof UNKNOWN => {
    const ends = names.map((name) => {
      const step = byName.get(name);
      return step === undefined ? UNKNOWN : endOf(step);
    });
    const known = ends.filter((end) => end !== UNKNOWN);
    if (known.length < ends.length) return UNKNOWN;
    const failed = known.filter(({ phase }) => phase === "failed").map(({ reason }) => reason);
    if (failed.length > 0) return { phase: "failed", reason: REASONS.find((reason) => failed.includes(reason)) ?? "" };
    if (known.every(({ phase }) => phase === "skipped")) return SKIPPED;
    return SUCCEEDED;
  };

  return Object.fromEntries(steps.map((step) => [step.name, statusOf(step, endOf(step))]));
}

const SUCCEEDED: End = { phase: "succeeded", reason: "" };
const SKIPPED: End = { phase: "skipped", reason: "Skip" };

function statusOf({ name, type }: PlanStep, end: End | typeof UNKNOWN): JsonObject | typeof UNKNOWN {
  if (end === UNKNOWN) return UNKNOWN;
  const { phase, reason, message = "" } = end;
  return {
    ...{ name, type, phase, reason, message },
    failed: phase === "failed",
    succeeded: phase === "succeeded",
    skipped: phase === "skipped",
    timeout: reason === "Timeout",
    failedAfterRetries: reason === "FailedAfterRetries",
    terminate: reason === "Terminate",
  };
}
