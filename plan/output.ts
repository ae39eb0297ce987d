import { printable } from "../workloads/release";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { identityOf } from "./identity";
import type { DeliveryPlan, Placement } from "./types";

/** One step as it is printed: objects under `<cluster>/<namespace>`, those without a namespace under `<cluster>/`. */
export interface StepOutput {
  name: string;
  type: string;
  after: string[];
  approval?: true;
  placements: Placement[];
  manifests: Record<string, KubernetesObject[]>;
}

/** A plan as it is printed. */
export interface PlanOutput {
  application: { name: string; namespace: string };
  steps: StepOutput[];
}

/** The plan as plain data for people and tools; an object that a step delivers twice is there once. */
export function planOutput(plan: DeliveryPlan): PlanOutput {
  return {
    application: plan.application,
    steps: plan.steps.map(({ name, type, after, approval, placements, deliveries }) => ({
      ...{ name, type, after },
      ...(approval ? { approval } : {}),
      placements,
      manifests: manifests(deliveries.flatMap((delivery) => delivery.objects)),
    })),
  };
}

function manifests(objects: KubernetesObject[]): Record<string, KubernetesObject[]> {
  const byTarget: Record<string, KubernetesObject[]> = {};
  for (const object of new Map(objects.map((o) => [identityOf(o), o])).values()) {
    const target = `${clusterOf(object)}/${object.metadata?.namespace ?? ""}`;
    byTarget[target] ??= [];
    byTarget[target].push(printable(object));
  }
  return byTarget;
}

/** One row of the table: what one step delivers to one target. */
export interface PlanRow {
  step: string;
  cluster: string;
  namespace: string;
  objects: string[];
}

/** The plan as rows of a table; a step that delivers nothing has one row without cluster. */
export function planRows(plan: DeliveryPlan): PlanRow[] {
  return planOutput(plan).steps.flatMap(({ name: step, manifests }) => {
    const rows = Object.entries(manifests).map(([target, objects]) => {
      const slash = target.indexOf("/");
      const names = objects.map((object) => `${object.kind}/${object.metadata?.name}`);
      return { step, cluster: target.slice(0, slash), namespace: target.slice(slash + 1), objects: names };
    });
    return rows.length > 0 ? rows : [{ step, cluster: "", namespace: "", objects: [] }];
  });
}
