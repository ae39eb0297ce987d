import type { WorkflowStep } from "../../model/application";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import type { StepContext } from "./types";

/** Whether there is the cluster that a step's property `cluster` names; a finding otherwise. */
export function checkCluster(cluster: string, step: WorkflowStep, { registry, findings }: StepContext): boolean {
  const clusters = registry.clusters.map(({ name }) => name);
  if (clusters.includes(cluster)) return true;
  findings.push(
    findingAt([step.origin], ["properties", "cluster"], {
      severity: "error",
      code: "unknown-cluster",
      message: `there is no cluster "${cluster}"`,
      ...didYouMean(cluster, clusters),
    }),
  );
  return false;
}

/** Whether a step may look into a namespace; a finding otherwise. */
export function checkNamespace(
  namespace: string,
  step: WorkflowStep,
  { application, ...context }: StepContext,
): boolean {
  if (context.registry.allowCrossNamespace || namespace === application.namespace) return true;
  context.findings.push(
    findingAt([step.origin], ["properties", "namespace"], {
      severity: "error",
      code: "cross-namespace",
      message: `step "${step.name}" reads in namespace "${namespace}", not the Application's own "${application.namespace}", and crossing namespaces is switched off`,
      hint: "name the Application's own namespace, or allow it with allowCrossNamespace: true",
    }),
  );
  return false;
}
