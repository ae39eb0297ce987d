import { clusterOf } from "./deliver";
import { objectName } from "./graph";
import { handlingOf } from "./handling";
import { objectsOf } from "./identity";
import type { Inventory, InventoryEntry, Kept } from "./inventory";
import type { DeliveryPlan, PlanStep } from "./types";

/** The clusters that a run leaves exactly as they are, and what is in them. */
export interface Skip {
  clusters: ReadonlySet<string>;
  /** Those of them that another stack delivers to: steps can reach them. Default: none. */
  others?: ReadonlySet<string>;
  /**
   * What the stack has in them, by Application as `<namespace>/<name>`: also what a run that failed has delivered, whose `step` is empty.
   * Under an empty key: what nobody knows the Application of.
   */
  there: Readonly<Record<string, Inventory>>;
}

/** For runs that leave out no cluster. */
export const NOTHING_SKIPPED: Skip = { clusters: new Set(), there: {} };

/** An inventory without what is in skipped clusters. */
export function notSkipped(inventory: Inventory, { clusters }: Skip): Inventory {
  return clusters.size === 0 ? inventory : inventory.filter(({ cluster }) => !clusters.has(cluster));
}

/** The plan without everything that goes to skipped clusters. */
export function withoutSkipped(plan: DeliveryPlan, { clusters }: Skip): DeliveryPlan {
  if (clusters.size === 0) return plan;
  const steps = plan.steps.map((step): PlanStep => {
    const deliveries = step.deliveries.map((delivery) => ({
      ...delivery,
      objects: delivery.objects.filter((object) => !clusters.has(clusterOf(object))),
    }));
    return { ...step, deliveries };
  });
  return { ...plan, steps };
}

/** Whether a step has to reach a cluster that is skipped. */
export function reachesSkipped({ reaches = [] }: Pick<PlanStep, "reaches">, { clusters, others }: Skip): boolean {
  return reaches.some((cluster) => clusters.has(cluster) && !others?.has(cluster));
}

/** The same, where steps cannot reach some clusters of other stacks either. */
export function withoutReach(skip: Skip, silent: ReadonlySet<string>): Skip {
  return { ...skip, others: new Set([...(skip.others ?? [])].filter((cluster) => !silent.has(cluster))) };
}

/**
 * What stays in skipped clusters, by the step that it stays in: the one that delivered it, or else the one that would deliver it now, or
 * else the first one. What is only read is nothing that could stay.
 */
export function keptBySkip(plan: DeliveryPlan, there: Inventory): Kept {
  const kept = new Map<string, InventoryEntry[]>();
  const steps = new Set(plan.steps.map(({ name }) => name));
  for (const entry of withSteps(plan, there)) {
    const step = steps.has(entry.step) ? entry.step : (plan.steps[0]?.name ?? "");
    kept.set(step, [...(kept.get(step) ?? []), { ...entry, step }]);
  }
  return kept;
}

/**
 * What a stack has, with the steps that the plan has it in: those that are gone from the plan give way to the ones that would deliver it
 * now. What nobody knows the step of, and is only read now, is left out.
 */
export function withSteps(plan: DeliveryPlan, there: Inventory): Inventory {
  if (there.length === 0) return [];
  const steps = new Set(plan.steps.map(({ name }) => name));
  const delivering = new Map(
    plan.steps.flatMap((step) =>
      objectsOf(step).map((object) => {
        const { readOnly } = handlingOf(plan.handling, object);
        return [objectName(object), { step: step.name, readOnly }] as const;
      }),
    ),
  );
  return there.flatMap((entry) => {
    const now = delivering.get(entry.name);
    if (entry.step === "" && now?.readOnly) return [];
    return [steps.has(entry.step) ? entry : { ...entry, step: now?.step ?? entry.step }];
  });
}

/** Both, one after the other in each step. */
export function keptByBoth(one: Kept, other: Kept): Kept {
  const steps = new Set([...one.keys(), ...other.keys()]);
  return new Map([...steps].map((step) => [step, [...(one.get(step) ?? []), ...(other.get(step) ?? [])]]));
}
