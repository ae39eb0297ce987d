import type { WorkflowStep } from "../../model/application";
import { LOCAL_CLUSTER } from "../../model/cluster";
import type { JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";
import { deliver } from "../deliver";
import { checkCluster } from "./check-cluster";
import { NOTHING, type PlannedRun, type PlannedStep, type StepContext } from "./types";

/** Delivers one object that a step brings along, as a component of the step's name; read again when the step has outputs. */
export function applyObjects(
  object: KubernetesObject,
  named: string,
  step: WorkflowStep,
  context: StepContext,
): PlannedStep {
  const cluster = named || LOCAL_CLUSTER;
  if (!checkCluster(cluster, step, context)) return NOTHING;
  const { name, origin } = step;
  const properties = object as unknown as JsonObject;
  const component = { name, type: "raw", properties, traits: [], dependsOn: [], origins: [origin] };
  const placed = deliver([component], [{ cluster, namespace: undefined }], context);
  const namespace = object.metadata?.namespace ?? context.application.namespace;
  return {
    ...NOTHING,
    ...placed,
    placements: [{ cluster, namespace }],
    ...(step.outputs.length === 0 ? {} : { run: reading(object, { cluster, namespace, step: name }) }),
  };
}

function reading(
  { apiVersion, kind, metadata }: KubernetesObject,
  { cluster, namespace, step }: { cluster: string; namespace: string; step: string },
): PlannedRun {
  return {
    type: "read-object",
    properties: { apiVersion, kind, name: metadata?.name ?? step, namespace, cluster },
    secretOutputs: apiVersion === "v1" && kind === "Secret",
  };
}

/** The cluster that a step with outputs reads again. */
export function appliedCluster({ cluster }: JsonObject): readonly string[] {
  return [String(cluster || LOCAL_CLUSTER)];
}
