import { clusterOf } from "../deliver";
import { applicationName, type PlannedApplication } from "../deliveries";
import { inOrder, winningObjects } from "../graph";
import type { Order } from "../graph-types";
import type { DeliveryPlan, PlanStep } from "../types";
import { waveOf } from "../waves";
import { actorOf, HOME } from "./acting";

/**
 * The levels of a step: everything of a level can be delivered, or done, when all lower ones are. Those of what it delivers are first; then
 * comes what it does itself.
 */
export interface Span {
  /** The level of what it delivers to a cluster, and each wave of it. */
  delivers: (cluster: string) => number;
  /** The levels of its waves. */
  waves: readonly number[];
  /** The level of what it does itself, which no other step delivers anything in that waits for it. */
  acts: number;
  /** The highest level that has anything of it. */
  top: number;
}

/**
 * The levels of steps, by their names. To be asked of a plan as it is before any step has told anything: what is found during a run moves
 * no step to another level.
 *
 * With `perCluster`, what a cluster gets in one step and in the next is in one level, because one stack delivers to it, in order. Only waves,
 * and what steps do themselves, wait for other clusters.
 */
export function levelsOf({ steps }: Pick<DeliveryPlan, "steps">, order: Order): ReadonlyMap<string, Span> {
  const lanes = order === "barrier" ? [ALL] : [ALL, ...new Set(steps.flatMap(clustersOf))];
  const ends = new Map<string, Lanes>();
  const spans = new Map<string, Span>();
  for (const step of inOrder(steps)) {
    const begin = new Lanes(
      lanes.map((lane) => [lane, Math.max(0, ...step.after.map((name) => ends.get(name)?.at(lane) ?? 0))]),
    );
    const waves = wavesOf(step, begin);
    const delivers = (cluster: string) =>
      (step.waves === undefined ? undefined : waves[waveOf(step.waves, cluster)]) ?? begin.at(cluster);
    const own = new Set(step.deliveries.length > 0 || isUnknown(step) ? clustersOf(step) : []);
    const last = Math.max(0, ...[...own].map(delivers));
    const acts = order === "barrier" && own.size === 0 ? begin.highest : Math.max(begin.highest, last) + 1;
    const isActing = step.run !== undefined || step.mayAct === true;
    const end = (lane: string) => {
      if (isActing) return acts + 1;
      if (order === "barrier") return acts;
      return own.has(lane) ? delivers(lane) : begin.at(lane);
    };
    ends.set(step.name, new Lanes(lanes.map((lane) => [lane, end(lane)])));
    spans.set(step.name, { delivers, waves, acts, top: isActing ? acts : last });
  }
  return spans;
}

/** Stands for all clusters together, and for those that nothing is known of. */
const ALL = "";

/** A level for each cluster, and one for {@link ALL}. */
class Lanes {
  readonly #levels: ReadonlyMap<string, number>;
  readonly highest: number;

  constructor(levels: readonly (readonly [string, number])[]) {
    this.#levels = new Map(levels);
    this.highest = Math.max(0, ...this.#levels.values());
  }

  at(cluster: string): number {
    return this.#levels.get(cluster) ?? this.highest;
  }
}

/** The levels of a step's waves, each above the one before. */
function wavesOf({ waves }: PlanStep, begin: Lanes): number[] {
  const levels: number[] = [];
  for (const clusters of waves?.clusters ?? [])
    levels.push(Math.max((levels.at(-1) ?? -1) + 1, ...clusters.map((cluster) => begin.at(cluster))));
  return levels;
}

/** Names of the clusters that a step has to do with. */
function clustersOf({ placements, deliveries, waves, reaches = [] }: PlanStep): string[] {
  const placed = [...placements, ...deliveries.map(({ placement }) => placement)].map(({ cluster }) => cluster);
  return [...new Set([...placed, ...(waves?.clusters.flat() ?? []), ...reaches])];
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
  order: Order,
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
      return [applicationName(plan), { spans: levelsOf(plan, order), actors }];
    }),
  );
  for (const { plan, decisions } of planned) {
    const { spans, actors } = before.get(applicationName(plan)) ?? {};
    for (const step of plan.steps) {
      const { delivers, acts } = spans?.get(step.name) ?? NOWHERE;
      if (!GOING.has(decisions.get(step.name))) continue;
      for (const { placement, objects } of step.deliveries)
        for (const object of objects) add(delivers(placement.cluster), clusterOf(object));
      const { placements, reaches = [] } = step;
      if (step.run !== undefined || step.mayAct) add(acts, actors?.get(step.name) ?? HOME);
      if (!isUnknown(step)) continue;
      for (const cluster of [...placements.map(({ cluster }) => cluster), ...reaches]) add(delivers(cluster), cluster);
    }
  }
  return levels.map((clusters) => [...clusters]);
}

/** What becomes of steps that something may be delivered of. */
const GOING: ReadonlySet<string | undefined> = new Set(["run", "undecided", undefined]);

const NOWHERE: Span = { delivers: () => 0, waves: [], acts: 0, top: 0 };

/** A plan without what is above a level. What would win over an object of a lower step leaves nothing to deliver there. */
export function upTo(plan: DeliveryPlan, level: number, levels: ReadonlyMap<string, Span>): DeliveryPlan {
  const winners = winningObjects(inOrder(plan.steps));
  const steps = plan.steps.map((step): PlanStep => {
    const { delivers, waves: inWaves, acts } = levels.get(step.name) ?? NOWHERE;
    const deliveries = step.deliveries.flatMap((delivery) => {
      return delivers(delivery.placement.cluster) <= level
        ? [{ ...delivery, objects: delivery.objects.filter((object) => winners.has(object)) }]
        : [];
    });
    const { waves, run, ...rest } = step;
    return {
      ...rest,
      deliveries,
      ...(run !== undefined && acts <= level && { run }),
      ...(waves && { waves: { ...waves, reached: inWaves.filter((one) => one <= level).length } }),
    };
  });
  return { ...plan, steps };
}

/** Names of the steps of which something is above a level. */
export function above(level: number, levels: ReadonlyMap<string, Span>): string[] {
  return [...levels].flatMap(([name, { top }]) => (top > level ? [name] : []));
}
