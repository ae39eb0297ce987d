import type { PlanStep } from "../types";

/** The one of several stacks that a run is for, as far as it decides whether it does what steps do themselves. */
export interface Acting {
  /** Names of the clusters that the stack delivers to. */
  clusters: ReadonlySet<string>;
  /** Whether it is the stack that keeps for all what there is once: it does what needs no cluster. */
  home: boolean;
}

/**
 * Whether a stack does what a step does itself: one of all does it, and that is the one with the clusters that the step has to reach.
 *
 * @param acting undefined for a stack that is the only one
 */
export function actsHere({ reaches = [] }: Pick<PlanStep, "reaches">, acting: Acting | undefined): boolean {
  if (acting === undefined) return true;
  return reaches.length === 0 ? acting.home : reaches.every((cluster) => acting.clusters.has(cluster));
}

/** Steps without what other stacks do for all. */
export function ownActs(steps: readonly PlanStep[], acting: Acting | undefined): PlanStep[] {
  return steps.map((step) => {
    if (step.run === undefined || actsHere(step, acting)) return step;
    const { run: _, ...rest } = step;
    return rest;
  });
}
