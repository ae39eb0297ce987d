import type { DeliveryPlan, PlanStep } from "../types";

/** Stands for the stack that does for all what needs no cluster, or clusters of several stacks. */
export const HOME = "";

/** The one of several stacks that a run is for, as far as it decides whether it does what steps do themselves. */
export interface Acting {
  /** Names of the clusters that the stack delivers to. */
  clusters: ReadonlySet<string>;
  /** Whether it is the stack that keeps for all what there is once: {@link HOME}. */
  home: boolean;
  /** Names of the clusters of each stack. */
  shards: readonly (readonly string[])[];
}

/** Who does what a step does itself: the stack of this cluster, which has all that the step has to reach, or {@link HOME}. */
export function actorOf({ reaches = [] }: Pick<PlanStep, "reaches">, shards: readonly (readonly string[])[]): string {
  const alone = shards.some((clusters) => reaches.every((cluster) => clusters.includes(cluster)));
  return (alone ? reaches[0] : undefined) ?? HOME;
}

/**
 * Whether a stack does what a step does itself: one of all does it.
 *
 * @param acting undefined for a stack that is the only one
 */
export function actsHere(step: Pick<PlanStep, "reaches">, acting: Acting | undefined): boolean {
  if (acting === undefined) return true;
  const actor = actorOf(step, acting.shards);
  return actor === HOME ? acting.home : acting.clusters.has(actor);
}

/**
 * Names of the steps that a stack does for all, if they do anything themselves. To be asked of a plan as it is before any step has told
 * anything: what is found during a run gives no step to another stack.
 */
export function actingSteps({ steps }: Pick<DeliveryPlan, "steps">, acting: Acting | undefined): ReadonlySet<string> {
  return new Set(steps.filter((step) => actsHere(step, acting)).map(({ name }) => name));
}

/** Steps without what other stacks do for all. */
export function ownActs(steps: readonly PlanStep[], own: ReadonlySet<string>): PlanStep[] {
  return steps.map((step) => {
    if (step.run === undefined || own.has(step.name)) return step;
    const { run: _, ...rest } = step;
    return rest;
  });
}

/** Names of the clusters of other stacks that a stack's own steps reach. Nothing is delivered to them from there. */
export function reachedElsewhere(
  planned: readonly { plan: Pick<DeliveryPlan, "steps"> }[],
  acting: Acting | undefined,
): string[] {
  if (acting === undefined) return [];
  const steps = planned.flatMap(({ plan }) => plan.steps).filter((step) => actsHere(step, acting));
  const reached = new Set(steps.flatMap(({ reaches = [] }) => reaches));
  return [...reached].filter((cluster) => !acting.clusters.has(cluster));
}
