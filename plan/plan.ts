import type { Application, Documents } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import { type Finding, formatFinding, InputError } from "../model/findings";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import { checkProperties } from "../model/validate";
import { NOTHING_READ } from "../workloads/references";
import { typeRegistry } from "../workloads/registry";
import { checkTypes } from "./check-types";
import { repeatedObjects } from "./identity";
import { type OrderedStep, orderSteps } from "./order";
import { PolicySet } from "./policies";
import { Renderer } from "./render";
import { STEP_TYPES } from "./steps";
import { NOTHING, type PlannedStep, type StepContext } from "./steps/types";
import type { DeliveryPlan, PlanningOptions, PlanStep } from "./types";
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
  { types = typeRegistry(), references = NOTHING_READ }: PlanningOptions = {},
): DeliveryPlan {
  const findings: Finding[] = [];
  const policies = new PolicySet(application, documents.policies, findings);
  findings.push(...checkTypes(application, policies, types));
  const workflow = resolveWorkflow(application, documents.workflows, policies, findings);
  const ordered = orderSteps(workflow, findings);
  const renderer = new Renderer(application, registry, types, references, findings);
  const shared = { application, registry, renderer, findings };
  const steps = ordered.map(
    (entry): PlanStep => ({
      name: entry.step.name,
      type: entry.step.type,
      after: entry.after,
      ...planStep(entry, {
        ...shared,
        usePolicy: (name, path) => policies.use(name, entry.step.origin, path, entry.group !== undefined),
      }),
    }),
  );
  const handling = policies.handling();
  policies.reportUnused();
  if (findings.some((finding) => finding.severity === "error")) throw new InputError(errorsOf(findings));
  const { name, namespace } = application;
  findings.push(...repeatedObjects(steps, application));
  const warnings = distinct(findings);
  return { application: { name, namespace }, steps, handling, ...policies.revisionLimit(), warnings };
}

function planStep({ step }: OrderedStep, context: StepContext): PlannedStep {
  const type = STEP_TYPES.get(step.type);
  if (type === undefined) {
    context.findings.push(
      findingAt([step.origin], ["type"], {
        severity: "error",
        code: "unknown-step-type",
        message: `step "${step.name}": there is no step type "${step.type}"`,
        ...didYouMean(step.type, STEP_TYPES.keys()),
      }),
    );
    return NOTHING;
  }
  const { value, findings } = checkProperties(type.schema, step.properties, [step.origin], ["properties"]);
  context.findings.push(...findings);
  return findings.some((finding) => finding.severity === "error") ? NOTHING : type.plan(value, step, context);
}

function errorsOf(findings: readonly Finding[]): Finding[] {
  return distinct(findings.filter((finding) => finding.severity === "error"));
}

/** Each finding once: the same mistake shows in every step and cluster that it reaches. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [formatFinding(finding), finding])).values()];
}
