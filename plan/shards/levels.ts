import { clusterOf } from "../deliver";
import type { PlannedApplication } from "../deliveries";
import { inOrder, winningObjects } from "../graph";
import type { DeliveryPlan, PlanStep } from "../types";
import { waveOf } from "../waves";

/**
 * The level of each step's first wave, by the steps' names: everything of a level can be delivered when all lower ones are. A step takes as many levels
 * as it has waves; one that delivers nothing takes none.
 */
export function levelsOf({ steps }: Pick<DeliveryPlan, "steps">): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const step of inOrder(steps)) {
    const start = Math.max(0, ...step.after.map((name) => ends.get(name) ?? 0));
    starts.set(step.name, start);
    ends.set(step.name, start + heightOf(step));
  }
  return starts;
}

function heightOf({ deliveries, waves }: PlanStep): number {
  if (deliveries.length === 0) return 0;
  return Math.max(1, waves?.clusters.length ?? 0);
}

/** Names of the clusters that get something in each level, over all Applications; of what is held, nothing. */
export function clustersByLevel(planned: readonly Pick<PlannedApplication, "plan" | "hold">[]): string[][] {
  const levels: Set<string>[] = [];
  for (const { plan, hold } of planned) {
    const starts = levelsOf(plan);
    for (const step of plan.steps) {
      if (hold.steps.has(step.name)) continue;
      for (const { placement, objects } of step.deliveries) {
        const level = (starts.get(step.name) ?? 0) + waveIn(step, placement.cluster);
        while (levels.length <= level) levels.push(new Set());
        for (const object of objects) levels[level]?.add(clusterOf(object));
      }
    }
  }
  return levels.map((clusters) => [...clusters]);
}

/** A plan without what is above a level. What would win over an object of a lower step leaves nothing to deliver there. */
export function upTo(plan: DeliveryPlan, level: number, levels: ReadonlyMap<string, number>): DeliveryPlan {
  const winners = winningObjects(inOrder(plan.steps));
  const steps = plan.steps.map((step): PlanStep => {
    const start = levels.get(step.name) ?? 0;
    const deliveries = step.deliveries.flatMap((delivery) => {
      const goes = start + waveIn(step, delivery.placement.cluster) <= level;
      return goes ? [{ ...delivery, objects: delivery.objects.filter((object) => winners.has(object)) }] : [];
    });
    const { waves } = step;
    return { ...step, deliveries, ...(waves && { waves: { ...waves, reached: Math.max(0, level - start + 1) } }) };
  });
  return { ...plan, steps };
}

/** Names of the steps of which something is above a level. */
export function above(plan: DeliveryPlan, level: number): string[] {
  const starts = levelsOf(plan);
  return plan.steps.filter((step) => (starts.get(step.name) ?? 0) + heightOf(step) - 1 > level).map(({ name }) => name);
}

function waveIn({ waves }: PlanStep, cluster: string): number {
  return waves === undefined ? 0 : waveOf(waves, cluster);
}
