import { durationText } from "../model/duration";
import type { Finding } from "../model/findings";
import { clusterOf } from "./deliver";
import { applicationName, type PlannedApplication } from "./deliveries";
import type { Gate, Termination } from "./hold";
import { objectsOf } from "./identity";
import { NOTHING_SKIPPED, reachesSkipped, type Skip } from "./skip";
import type { DeliveryPlan, PlanStep } from "./types";

/** One warning for each step that waits for an approval or was given up, with the command that goes on. */
export function holdWarnings(planned: readonly PlannedApplication[]): Finding[] {
  return planned.flatMap(({ plan, hold }) => hold.gates.map((gate) => holdWarning(applicationName(plan), gate)));
}

/** Such as ` by alice at 2026-01-31T12:00:00Z`. */
export function byAndAt({ by, at }: Pick<Termination, "by" | "at">): string {
  return `${by === undefined ? "" : ` by ${by}`}${at === undefined ? "" : ` at ${at}`}`;
}

function holdWarning(name: string, { step, digest, approvedDigest, holdSeconds, message, terminated }: Gate): Finding {
  if (terminated !== undefined) {
    return {
      severity: "warning",
      code: "terminated",
      message: `step "${step}" of ${name} was given up${byAndAt(terminated)}, and what it holds stays as it was delivered last`,
      hint: `ask for it again with: npx flotilla workflow restart ${name}`,
    };
  }
  const changed = approvedDigest === undefined ? "" : `; the plan has changed since ${approvedDigest} was approved`;
  const told = message === undefined ? "" : ` (${message})`;
  const alone =
    holdSeconds === undefined
      ? ""
      : `; without, the first run goes on that begins ${durationText(holdSeconds)} after the first that held it`;
  return {
    severity: "warning",
    code: "waits-for-approval",
    message: `step "${step}" of ${name} waits for the approval of plan ${digest}${told}, and nothing that it holds changes until then${changed}`,
    hint: `approve it with: npx flotilla workflow resume ${name} ${step}${alone}`,
  };
}

/** One warning for each step that nobody can decide before `up`, with what it would deliver. */
export function undecidedWarnings(planned: readonly PlannedApplication[], skip: Skip = NOTHING_SKIPPED): Finding[] {
  return planned.flatMap(({ plan, decisions }) =>
    plan.steps
      .filter(({ name }) => decisions.get(name) === "undecided")
      .map((step): Finding => {
        if (reachesSkipped(step, skip)) return staysWarning(plan, step);
        const message = `step "${step.name}" of ${applicationName(plan)} is decided during up, by what earlier steps find then; ${wouldDeliver(step)}`;
        return {
          severity: "warning",
          code: "decided-during-up",
          message,
          hint: "what it delivered before is shown as it is",
        };
      }),
  );
}

function staysWarning(plan: DeliveryPlan, { name, reaches = [] }: PlanStep): Finding {
  const message = `step "${name}" of ${applicationName(plan)} does not run, because a cluster that it reaches is skipped: ${reaches.join(", ")}`;
  const hint = "it runs in the first up with all of them";
  return { severity: "warning", code: "skipped", message, hint };
}

function wouldDeliver(step: PlanStep): string {
  if ((step.missing?.length ?? 0) > 0) return "what it delivers is not known before";
  const objects = objectsOf(step).map((object) => `${clusterOf(object)}/${object.kind}/${object.metadata?.name}`);
  return objects.length === 0 ? "it delivers nothing by itself" : `if it runs, it delivers ${objects.join(", ")}`;
}
