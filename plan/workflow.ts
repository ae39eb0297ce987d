import type { Application, ExternalWorkflow, WorkflowMode, WorkflowStep } from "../model/application";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import type { PolicySet } from "./policies";

/** The steps an Application is delivered in, and how they follow each other. */
export interface ResolvedWorkflow {
  steps: WorkflowStep[];
  mode: WorkflowMode;
}

/**
 * Finds the steps: the Application's own, those of the Workflow it refers to, or, when there are none, one deploy step per
 * topology policy in policy order, each with all overrides. Unlike KubeVela, where such steps all start at once, they
 * follow each other.
 */
export function resolveWorkflow(
  application: Application,
  workflows: readonly ExternalWorkflow[],
  policies: PolicySet,
  findings: Finding[],
): ResolvedWorkflow {
  const { workflow } = application;
  const written = workflow?.ref ? referredWorkflow(application, workflow.ref, workflows, findings) : workflow;
  if (written === undefined && workflow?.ref) return { steps: [], mode: {} };
  if (written !== undefined && written.steps.length > 0) return { steps: written.steps, mode: written.mode ?? {} };
  return { steps: defaultSteps(application, policies), mode: {} };
}

function referredWorkflow(
  application: Application,
  ref: string,
  workflows: readonly ExternalWorkflow[],
  findings: Finding[],
): ExternalWorkflow | undefined {
  const near = workflows.filter((workflow) => workflow.namespace === application.namespace);
  const found = near.find((workflow) => workflow.name === ref);
  if (found !== undefined) return found;
  const origin = application.workflow?.origin ?? application.origin;
  findings.push(
    findingAt([origin], ["ref"], {
      severity: "error",
      code: "unknown-workflow",
      message: `there is no Workflow "${ref}" in the Application's namespace "${application.namespace}"`,
      ...didYouMean(
        ref,
        near.map((workflow) => workflow.name),
      ),
    }),
  );
  return undefined;
}

function defaultSteps(application: Application, policies: PolicySet): WorkflowStep[] {
  const overrides = policies.own("override").map(({ policy }) => policy.name);
  const topologies = policies.own("topology").map(({ policy }) => policy.name);
  if (topologies.length > 0) {
    return topologies.map((name) => deployStep(application, `deploy-${name}`, [...overrides, name]));
  }
  const refersToObjects = application.components.some(({ type }) => type === "ref-objects");
  if (overrides.length > 0 || refersToObjects) return [deployStep(application, "deploy", overrides)];
  const environments = policies.own("env-binding").flatMap(({ policy, spec }) =>
    spec.envs.map((env) => ({
      ...generatedStep(application, `deploy-${policy.name}-${env.name}`, "deploy2env"),
      properties: { policy: policy.name, env: env.name },
    })),
  );
  if (environments.length > 0) return environments;
  return application.components.map((component) => ({
    ...generatedStep(application, component.name, "apply-component"),
    properties: { component: component.name },
    dependsOn: component.dependsOn,
  }));
}

function deployStep(application: Application, name: string, policies: string[]): WorkflowStep {
  return { ...generatedStep(application, name, "deploy"), properties: { policies } };
}

function generatedStep(application: Application, name: string, type: string): WorkflowStep {
  return {
    name,
    type,
    properties: {},
    dependsOn: [],
    subSteps: [],
    inputs: [],
    outputs: [],
    origin: application.origin,
  };
}
