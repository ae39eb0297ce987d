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
