import type { Application, Documents } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import { type Finding, formatFinding, InputError } from "../model/findings";
import { NOTHING_READ } from "../workloads/references";
import { typeRegistry } from "../workloads/registry";
import { checkTypes } from "./check-types";
import { completeSteps } from "./complete-steps";
import { orderSteps } from "./order";
import { limitOf, planStep, producersFor } from "./plan-step";
import { PolicySet } from "./policies";
import { Renderer } from "./render";
import { repeatedObjects } from "./repeated";
import { Inputs, producersOf } from "./running/inputs";
import { START } from "./running/types";
import { withConditions } from "./running/with-conditions";
import { stepTypes } from "./steps";
import type { DeliveryPlan, PlanningOptions } from "./types";
import { resolveWorkflow } from "./workflow";

/**
 * Plans an Application: which step delivers which finished objects to which clusters, and in which order. Pure, and the
 * same for the same input.
 *
 * @throws InputError with everything that is wrong; nothing is planned then.
 */
export function planApplication(
  application: Application,
  documents: Pick<Documents, "policies" | "workflows">,
  registry: ClusterRegistry,
  { types = typeRegistry(), references = NOTHING_READ, progress = START, longestWaitSeconds }: PlanningOptions = {},
): DeliveryPlan {
  const findings: Finding[] = [];
  const policies = new PolicySet(application, documents.policies, findings);
  findings.push(...checkTypes(application, policies, types));
  const workflow = resolveWorkflow(application, documents.workflows, policies, findings);
  const all = workflow.steps.flatMap((step) => [step, ...step.subSteps]);
  const known = stepTypes(types.steps);
  const inputs = new Inputs(application, producersOf(all, findings), progress.values, findings);
  const ordered = orderSteps(workflow, findings, (step) => producersFor(step, application, inputs, known));
  const renderer = new Renderer(application, registry, types, references, findings);
  const shared = { application, registry, renderer, inputs, longestWaitSeconds, findings };
  const planned = ordered.map((entry) =>
    planStep(entry, known, {
      ...shared,
      limitSeconds: limitOf(ordered, entry.group),
      usePolicy: (name, path) => policies.use(name, entry.step.origin, path, entry.group !== undefined),
    }),
  );
  const completed = completeSteps(planned, ordered, known, shared);
  const steps = withConditions(completed, ordered, application, known, findings);
  const handling = policies.handling();
  policies.reportUnused();
  if (findings.some((finding) => finding.severity === "error")) throw new InputError(errorsOf(findings));
  const { name, namespace } = application;
  const repeated = repeatedObjects(steps, application);
  const warnings = distinct([...findings, ...repeated]);
  const unique = repeated.length === 0 ? { distinct: true as const } : {};
  return { application: { name, namespace }, steps, handling, ...unique, ...policies.revisionLimit(), warnings };
}

function errorsOf(findings: readonly Finding[]): Finding[] {
  return distinct(findings.filter((finding) => finding.severity === "error"));
}

/** Each finding once: the same mistake shows in every step and cluster that it reaches. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [formatFinding(finding), finding])).values()];
}
