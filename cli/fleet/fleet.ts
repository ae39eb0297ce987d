import type { Settings } from "../../components/settings";
import { type Finding, InputError } from "../../model/findings";
import { isObject } from "../../model/json";
import { assignShards } from "../../plan/shards/assign";
import { memoryOf } from "../../plan/shards/budget";
import type { DeliveryOrder } from "../shard-order";
import { readStackSettings } from "../stack-settings";
import type { Standing } from "../up/cut-off";
import { readState } from "../up/state";
import { resourcesIn, Stacks } from "./stacks";

/** One part of a fleet, which a stack of its own delivers. */
export interface FleetShard {
  name: string;
  stack: string;
  /** Names of its clusters, in the order in which they joined. */
  clusters: string[];
  /** What a run of it takes, in bytes. */
  memory: number;
  /** Whether its stack does not exist yet. */
  missing: boolean;
  /** What is known of its stack; undefined when that has delivered nothing yet. */
  standing?: Standing;
}

/** The current stack's fleet, and how it is split. */
export interface Fleet {
  stacks: Stacks;
  settings: Settings;
  shards: FleetShard[];
  /** Name of the stack that keeps the revisions for all. */
  home: string;
  /** Whether the current stack's outputs say which stacks there are. */
  recorded: boolean;
  /** When it was read, RFC 3339: for all runs of it, that is now. */
  began: string;
  warnings: Finding[];
}

/**
 * Reads how the current stack's fleet is split: from its configuration, and from what its shards have delivered.
 *
 * @throws InputError when it is not split, delivers something itself, or a cluster belongs to no shard
 */
export async function readFleet(): Promise<Fleet> {
  const stacks = Stacks.current();
  const { settings } = await readStackSettings();
  if (settings.shards === undefined) throw notSplit(stacks.base);
  const [{ fleet }, own, names] = await Promise.all([
    stacks.outputs(stacks.base),
    readState(stacks.base),
    stacks.names(),
  ]);
  const known = isObject(fleet) && isObject(fleet.shards) ? (fleet.shards as Record<string, string>) : {};
  if (resourcesIn(own).length > 0) throw deliversItself(stacks.base);
  const there = new Set(names);
  const existing = Object.entries(known).filter(([, stack]) => there.has(stack));
  const standings = new Map(
    await Promise.all(existing.map(async ([shard, stack]) => [shard, await stacks.standing(stack)] as const)),
  );
  const recorded = new Map([...standings].map(([shard, { state }]) => [shard, clustersOf(state)]));
  const { shards: assigned, findings } = assignShards(clustersIn(settings), settings.shards, recorded);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new InputError(errors);
  const inOrder = [...assigned].sort(([one], [other]) => one.localeCompare(other, "en", { numeric: true }));
  const shards = inOrder.map(([name, clusters]): FleetShard => {
    const stack = known[name] ?? `${stacks.base}-${name}`;
    const standing = standings.get(name);
    return {
      name,
      stack,
      clusters,
      memory: memoryOf(clusters.length),
      missing: !there.has(stack),
      ...(standing && { standing }),
    };
  });
  const home = homeOf(shards, isObject(fleet) ? fleet.home : undefined);
  const isRecorded = shards.every(({ name }) => name in known) && isObject(fleet) && fleet.home === home;
  const began = new Date().toISOString();
  return { stacks, settings, shards, home, recorded: isRecorded, began, warnings: findings };
}

/**
 * The stack that keeps for all what there is once, and does what needs no cluster: always the same one. Where somebody has removed it, the
 * first one takes its place.
 *
 * @param recorded what the shared stack says
 */
export function homeOf(shards: readonly Pick<FleetShard, "stack">[], recorded: unknown): string {
  const there = shards.find(({ stack }) => stack === recorded) ?? shards[0];
  return there?.stack ?? "";
}

/** What one shard's run is told. */
export function orderFor({ stacks, shards, home, began }: Fleet, shard: FleetShard): DeliveryOrder {
  const { name, stack, clusters } = shard;
  const all = Object.fromEntries(shards.map((one) => [one.stack, one.clusters]));
  return { kind: "shard", stack, fleet: stacks.base, shard: name, home, clusters, shards: all, began };
}

/** Names of the clusters that a stack has something of. */
function clustersOf(state: string): string[] {
  return resourcesIn(state).flatMap(({ type, name }) => (type === "flotilla:index:Cluster" ? [name] : []));
}

function clustersIn({ credentials, registry }: Settings) {
  const labels = new Map(registry.clusters.map((cluster) => [cluster.name, cluster.labels]));
  return credentials.map(({ cluster: name, previousNames }) => ({
    ...{ name, previousNames, labels: labels.get(name) ?? {} },
  }));
}

function notSplit(stack: string): InputError {
  const message = `the fleet of the stack "${stack}" is not split`;
  const hint = "split it with: npx pulumi config set --path flotilla:shards.count 2";
  return new InputError([{ severity: "error", code: "sharded", message, hint }]);
}

function deliversItself(stack: string): InputError {
  const message = `the stack "${stack}" delivers something itself, which cannot move to other stacks`;
  const hint = "docs/fleets.md says how to let it forget that without deleting anything";
  return new InputError([{ severity: "error", code: "sharded", message, hint }]);
}
