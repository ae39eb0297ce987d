import { clusterOf } from "../deliver";
import { applicationName, type PlannedApplication } from "../deliveries";
import { inOrder, winningObjects } from "../graph";
import type { DeliveryPlan, PlanStep } from "../types";
import { waveOf } from "../waves";
import { actorOf, HOME } from "./acting";

/**
 * The levels of a step: everything of a level can be delivered, or done, when all lower ones are. Those of its waves are first, one for
 * each; then comes what it does itself.
 */
export interface Span {
  /** The level of its first wave. */
  start: number;
  /** The level of what it does itself, which no other step delivers anything in that waits for it. */
  acts: number;
  /** The level at which steps begin that wait for it. */
  end: number;
}

/**
 * The levels of steps, by their names. To be asked of a plan as it is before any step has told anything: what is found during a run moves
 * no step to another level.
 */
export function levelsOf({ steps }: Pick<DeliveryPlan, "steps">): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const step of inOrder(steps)) {
    const start = Math.max(0, ...step.after.map((name) => spans.get(name)?.end ?? 0));
    const acts = start + heightOf(step);
    spans.set(step.name, { start, acts, end: step.run !== undefined || step.mayAct ? acts + 1 : acts });
  }
  return spans;
}

function heightOf(step: PlanStep): number {
  if (step.deliveries.length === 0 && !isUnknown(step)) return 0;
  return Math.max(1, step.waves?.clusters.length ?? 0);
}

function isUnknown({ missing = [] }: PlanStep): boolean {
  return missing.length > 0;
}

/**
 * Names of the clusters that get something in each level, or that steps reach there, over all Applications, and {@link HOME}; of what is
 * held or skipped, nothing. Where nobody knows yet what a step delivers, all that it could have to do with.
 *
 * @param shards names of the clusters of each stack
 * @param first the same Applications, as they are planned before any step has told anything
 */
export function clustersByLevel(
  planned: readonly Pick<PlannedApplication, "plan" | "decisions">[],
  shards: readonly (readonly string[])[],
  first: readonly Pick<PlannedApplication, "plan">[] = planned,
): string[][] {
  const levels: Set<string>[] = [];
  const add = (level: number, cluster: string) => {
    while (levels.length <= level) levels.push(new Set());
    levels[level]?.add(cluster);
  };
  const before = new Map(
    first.map(({ plan }) => {
      const actors = new Map(plan.steps.map((step) => [step.name, actorOf(step, shards)]));
      return [applicationName(plan), { spans: levelsOf(plan), actors }];
    }),
  );
  for (const { plan, decisions } of planned) {
    const { spans, actors } = before.get(applicationName(plan)) ?? {};
    for (const step of plan.steps) {
      const { start, acts } = spans?.get(step.name) ?? NOWHERE;
      if (!GOING.has(decisions.get(step.name))) continue;
      for (const { placement, objects } of step.deliveries)
        for (const object of objects) add(start + waveIn(step, placement.cluster), clusterOf(object));
      const { placements, reaches = [] } = step;
      if (step.run !== undefined || step.mayAct) add(acts, actors?.get(step.name) ?? HOME);
      if (!isUnknown(step)) continue;
      for (const { cluster } of placements) add(start + waveIn(step, cluster), cluster);
      for (const cluster of reaches) add(start, cluster);
    }
  }
  return levels.map((clusters) => [...clusters]);
}

/** What becomes of steps that something may be delivered of. */
const GOING: ReadonlySet<string | undefined> = new Set(["run", "undecided", undefined]);

const NOWHERE: Span = { start: 0, acts: 0, end: 0 };

/** A plan without what is above a level. What would win over an object of a lower step leaves nothing to deliver there. */
export function upTo(plan: DeliveryPlan, level: number, levels: ReadonlyMap<string, Span>): DeliveryPlan {
  const winners = winningObjects(inOrder(plan.steps));
  const steps = plan.steps.map((step): PlanStep => {
    const { start, acts } = levels.get(step.name) ?? NOWHERE;
    const deliveries = step.deliveries.flatMap((delivery) => {
      const goes = start + waveIn(step, delivery.placement.cluster) <= level;
      return goes ? [{ ...delivery, objects: delivery.objects.filter((object) => winners.has(object)) }] : [];
    });
    const { waves, run, ...rest } = step;
    return {
      ...rest,
      deliveries,
      ...(run !== undefined && acts <= level && { run }),
      ...(waves && { waves: { ...waves, reached: Math.max(0, level - start + 1) } }),
    };
  });
  return { ...plan, steps };
}

/** Names of the steps of which something is above a level. */
export function above(level: number, levels: ReadonlyMap<string, Span>): string[] {
  return [...levels].flatMap(([name, { end }]) => (end - 1 > level ? [name] : []));
}

function waveIn({ waves }: PlanStep, cluster: string): number {
  return waves === undefined ? 0 : waveOf(waves, cluster);
}
