import type { ApplicationWorkflow, ExternalWorkflow, StepInput, WorkflowMode, WorkflowStep } from "./application";
import { stepName } from "./default-names";
import { childOrigin } from "./notes";
import type { WrittenMode, WrittenStep, WrittenWorkflow, WrittenWorkflowObject } from "./schema";
import type { Origin } from "./source";

/** Builds `spec.workflow` of an Application. */
export function buildApplicationWorkflow(written: WrittenWorkflow, origin: Origin): ApplicationWorkflow {
  return {
    ...(written.ref ? { ref: written.ref } : {}),
    ...modeOf(written.mode),
    steps: buildSteps(written.steps, childOrigin(origin, "steps")),
    origin,
  };
}

/** Builds a Workflow object. */
export function buildExternalWorkflow(written: WrittenWorkflowObject, origin: Origin): ExternalWorkflow {
  return {
    name: written.metadata.name,
    namespace: written.metadata.namespace ?? "default",
    ...modeOf(written.mode),
    steps: buildSteps(written.steps, childOrigin(origin, "steps")),
    origin,
  };
}

function modeOf(written: WrittenMode | null | undefined): { mode?: WorkflowMode } {
  if (written === null || written === undefined) return {};
  const { steps, subSteps } = written;
  return { mode: { ...(steps ? { steps } : {}), ...(subSteps ? { subSteps } : {}) } };
}

function buildSteps(
  written: readonly WrittenStep[] | null | undefined,
  origin: Origin,
  ...group: number[]
): WorkflowStep[] {
  return (written ?? []).map((step, index) => buildStep(step, childOrigin(origin, index), ...group, index));
}

function buildStep(written: WrittenStep, origin: Origin, ...indices: number[]): WorkflowStep {
  return {
    name: stepName(written.name, ...indices),
    type: written.type,
    properties: written.properties ?? {},
    dependsOn: written.dependsOn ?? [],
    ...(written.mode ? { mode: written.mode } : {}),
    subSteps: buildSteps(written.subSteps, childOrigin(origin, "subSteps"), ...indices),
    ...(written.if ? { if: written.if } : {}),
    ...(written.timeout ? { timeout: written.timeout } : {}),
    inputs: buildInputs(written.inputs),
    outputs: written.outputs ?? [],
    origin,
  };
}

/** Inputs as the model has them. */
export function buildInputs(written: WrittenStep["inputs"]): StepInput[] {
  return (written ?? []).map(({ from, parameterKey }) => ({ from, ...(parameterKey ? { parameterKey } : {}) }));
}
