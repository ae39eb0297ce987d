import type { ApplicationWorkflow, ExternalWorkflow, WorkflowMode, WorkflowStep } from "./application";
import type { Json } from "./json";
import { childOrigin, type Notes } from "./notes";
import type { WrittenMode, WrittenStep, WrittenWorkflow, WrittenWorkflowObject } from "./schema";
import type { Origin } from "./source";

/** The fields of a step that need a workflow engine. */
const CONTROL_FIELDS = ["if", "timeout", "inputs", "outputs"] as const;

/** Builds `spec.workflow` of an Application. */
export function buildApplicationWorkflow(written: WrittenWorkflow, origin: Origin, notes: Notes): ApplicationWorkflow {
  const hasRef = typeof written.ref === "string" && written.ref !== "";
  if (hasRef && Array.isArray(written.steps)) {
    notes.error(origin, ["ref"], "invalid-value", "a workflow cannot have both ref and steps", "remove one of them");
  }
  return {
    ...(hasRef ? { ref: written.ref as string } : {}),
    ...modeOf(written.mode),
    steps: buildSteps(written.steps ?? [], childOrigin(origin, "steps"), notes),
    origin,
  };
}

/** Builds a Workflow object. */
export function buildExternalWorkflow(written: WrittenWorkflowObject, origin: Origin, notes: Notes): ExternalWorkflow {
  return {
    name: written.metadata.name,
    namespace: written.metadata.namespace ?? "default",
    ...modeOf(written.mode),
    steps: buildSteps(written.steps ?? [], childOrigin(origin, "steps"), notes),
    origin,
  };
}

function modeOf(written: WrittenMode | null | undefined): { mode?: WorkflowMode } {
  if (written === null || written === undefined) return {};
  const { steps, subSteps } = written;
  return { mode: { ...(steps ? { steps } : {}), ...(subSteps ? { subSteps } : {}) } };
}

/** Builds steps; those without a name are called `step-<index>`, sub-steps `step-<index>-<index>`, as KubeVela does. */
function buildSteps(written: readonly WrittenStep[], origin: Origin, notes: Notes): WorkflowStep[] {
  const steps = written.map((step, index) => {
    const built = buildStep(step, `step-${index}`, childOrigin(origin, index), notes);
    const group = childOrigin(built.origin, "subSteps");
    built.subSteps = (step.subSteps ?? []).map((sub, subIndex) =>
      buildStep(sub, `step-${index}-${subIndex}`, childOrigin(group, subIndex), notes),
    );
    return built;
  });
  notes.unique(
    "step",
    steps.flatMap((step) => [step, ...step.subSteps]),
  );
  return steps;
}

function buildStep(written: WrittenStep, defaultName: string, origin: Origin, notes: Notes): WorkflowStep {
  notes.unsupported(origin, written, CONTROL_FIELDS, "of a workflow step");
  return {
    name: written.name || defaultName,
    type: written.type,
    properties: written.properties ?? {},
    dependsOn: written.dependsOn ?? [],
    ...(written.mode ? { mode: written.mode } : {}),
    subSteps: [],
    control: controlOf(written),
    origin,
  };
}

function controlOf(written: WrittenStep): Record<string, Json> {
  const control: Record<string, Json> = {};
  for (const field of CONTROL_FIELDS) {
    const value = written[field];
    if (value !== undefined) control[field] = value;
  }
  return control;
}
