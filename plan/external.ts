import type { Application, ExternalPolicy, ExternalWorkflow, WorkflowStep } from "../model/application";
import type { Json } from "../model/json";

/** The Policy and Workflow objects of its namespace that an Application refers to and does not bring along itself. */
export interface ExternalNames {
  policies: string[];
  workflow?: string;
}

/**
 * Finds the names of Policy and Workflow objects that an Application refers to. Policies of its own win, and steps in a group see
 * no external ones, as in KubeVela.
 *
 * @param workflows where the steps of a Workflow that it refers to are found, if they are
 */
export function externalNames(application: Application, workflows: readonly ExternalWorkflow[]): ExternalNames {
  const ref = application.workflow?.ref;
  const referred = workflows.find((one) => one.name === ref && one.namespace === application.namespace);
  const steps = (ref ? referred?.steps : application.workflow?.steps) ?? [];
  const own = new Set(application.policies.map(({ name }) => name));
  const names = steps.flatMap(policiesOf).filter((name) => !own.has(name));
  return { policies: [...new Set(names)], ...(ref ? { workflow: ref } : {}) };
}

/** What of some documents an Application refers to. Of two policies with one name the last one counts. */
export function externalsOf(
  application: Application,
  documents: { policies: readonly ExternalPolicy[]; workflows: readonly ExternalWorkflow[] },
): { policies: ExternalPolicy[]; workflows: ExternalWorkflow[] } {
  const near = <T extends { namespace: string }>(all: readonly T[]) =>
    all.filter(({ namespace }) => namespace === application.namespace);
  const names = externalNames(application, documents.workflows);
  const policies = near(documents.policies);
  return {
    policies: names.policies.flatMap((name) => policies.findLast((policy) => policy.name === name) ?? []),
    workflows: near(documents.workflows).filter(({ name }) => name === names.workflow),
  };
}

/** Names that a step of any type has where `deploy` and `deploy2env` have those of policies. */
function policiesOf({ properties: { policies, policy } }: WorkflowStep): string[] {
  const written: Json[] = [...(Array.isArray(policies) ? policies : []), ...(policy === undefined ? [] : [policy])];
  return written.filter((name) => typeof name === "string");
}
