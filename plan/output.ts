import { printable } from "../workloads/release";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { identityOf } from "./identity";
import type { DeliveryPlan, Placement } from "./types";
import { type Waves, waveOf } from "./waves";

/** One step as it is printed: objects under `<cluster>/<namespace>`, those without a namespace under `<cluster>/`. */
export interface StepOutput {
  name: string;
  type: string;
  after: string[];
  approval?: true;
  waves?: Waves;
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
    steps: plan.steps.map(({ name, type, after, approval, waves, placements, deliveries }) => ({
      ...{ name, type, after },
      ...(approval ? { approval } : {}),
      ...(waves === undefined ? {} : { waves }),
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
  /** The wave of the step, from 1 on, when it has waves. */
  wave?: number;
  cluster: string;
  namespace: string;
  objects: string[];
}

/** The plan as rows of a table, in the order of waves; a step that delivers nothing has one row without cluster. */
export function planRows(plan: DeliveryPlan): PlanRow[] {
  return planOutput(plan).steps.flatMap(({ name: step, waves, manifests }) => {
    const rows = Object.entries(manifests).map(([target, objects]) => {
      const slash = target.indexOf("/");
      const names = objects.map((object) => `${object.kind}/${object.metadata?.name}`);
      const cluster = target.slice(0, slash);
      const wave = waves === undefined ? {} : { wave: waveOf(waves, cluster) + 1 };
      return { step, ...wave, cluster, namespace: target.slice(slash + 1), objects: names };
    });
    rows.sort((a, b) => (a.wave ?? 0) - (b.wave ?? 0));
    return rows.length > 0 ? rows : [{ step, cluster: "", namespace: "", objects: [] }];
  });
}
