import { InputError } from "../../model/findings";
import { HOME } from "../../plan/shards/acting";
import { afterRun, nextRound, type Pending, type ShardRun } from "../../plan/shards/rounds";
import { PLAN_FACTS_FILE, readPlanFacts } from "../plan-facts";
import { unlockHint } from "../up/going-on";
import { beginUnsaved, endUnsaved } from "../up/saved";
import { withinBudget } from "./budget";
import type { Engines } from "./engines";
import { type Fleet, type FleetShard, orderFor } from "./fleet";
import { withOrder } from "./order";
import type { PreviewedShard } from "./preview";

/** How shards are delivered. */
interface UpOptions {
  /** How much memory they may take together. */
  bytes: number;
  /** Further options of `pulumi up`. */
  more: readonly string[];
}

/**
 * Delivers to all shards what their previews have shown, in rounds: what is in a round goes on side by side, and the next round begins
 * when all of it has succeeded.
 *
 * @returns names of the shards that failed
 */
export async function deliverFleet(
  fleet: Fleet,
  previews: readonly PreviewedShard[],
  engines: Engines,
  options: UpOptions,
): Promise<string[]> {
  await record(fleet, engines);
  return lookedAfter(fleet, engines, () => deliverRounds(fleet, previews, engines, options));
}

/**
 * Keeps in the shared stack which shards had a run that was cut off, until a delivery has succeeded that asks their clusters what they have:
 * the engine drops its own notes with the next run, which may fail, and has none where somebody has ended a run.
 */
async function lookedAfter({ shards }: Fleet, engines: Engines, deliver: () => Promise<string[]>): Promise<string[]> {
  const since = new Date();
  const keep = async (kept: readonly FleetShard[]) => {
    if (kept.length > 0) await beginUnsaved({ since, applications: kept.map(({ stack }) => stack) });
  };
  const before = shards.filter(({ cutOff }) => cutOff);
  await keep(before);
  const failed = await deliver();
  if (engines.interrupted) await keep(shards.filter(({ cutOff, name }) => cutOff || failed.includes(name)));
  else if (failed.length === 0 && before.length > 0) await endUnsaved();
  return failed;
}

/** @returns names of the shards that failed */
async function deliverRounds(
  fleet: Fleet,
  previews: readonly PreviewedShard[],
  engines: Engines,
  { bytes, more }: UpOptions,
): Promise<string[]> {
  const pending = pendingRuns(fleet, previews);
  const shards = new Map(fleet.shards.map((shard) => [shard.name, shard]));
  const plan = previews[0]?.facts.shard.digest ?? "";
  let rounds = 0;
  for (let round = nextRound(pending); round.length > 0; round = nextRound(pending)) {
    rounds += 1;
    say(`== Round ${rounds}: ${round.map(({ shard }) => shards.get(shard)?.stack).join(", ")}`);
    const items = round.flatMap((run) => {
      const shard = shards.get(run.shard);
      return shard === undefined ? [] : [{ run, shard, memory: shard.memory }];
    });
    const outcomes = await withinBudget(items, bytes, ({ run, shard }) =>
      deliver(fleet, engines, shard, { run, plan, more }),
    );
    const failed = outcomes.flatMap(({ run, rest }) => (rest === undefined ? [run.shard] : []));
    if (failed.length > 0) return failed;
    for (const { run, rest = false } of outcomes) {
      const { levels, last } = afterRun(pending.get(run.shard) ?? DONE, run);
      pending.set(run.shard, { levels, last: last || (rest && run.level !== undefined) });
    }
  }
  return [];
}

/** What a run of one shard came to. */
interface Ended {
  run: ShardRun;
  /** Whether it has left anything to the last run; undefined when it has failed. */
  rest?: boolean;
}

/** Runs one shard, and tells whose each line is. */
function deliver(fleet: Fleet, engines: Engines, shard: FleetShard, { run, ...told }: Told): Promise<Ended> {
  const { level } = run;
  const order = { ...orderFor(fleet, shard), plan: told.plan, ...(level === undefined ? {} : { level }) };
  return withOrder(order, async (env, file) => {
    const facts = file("facts.json");
    const refresh = shard.cutOff ? ["--refresh"] : [];
    const args = ["up", ...QUIETLY, ...refresh, ...fleet.stacks.where(shard.stack), ...told.more];
    const { failed } = await engines.runOn(shard.stack, args, { ...env, [PLAN_FACTS_FILE]: facts });
    const { dropped = [], open = false } = readPlanFacts(facts)?.shard ?? {};
    return failed ? { run } : { run, rest: open || dropped.length > 0 };
  });
}

/** What a run of a shard is told. */
interface Told {
  run: ShardRun;
  /** Digest of the plan that was shown. */
  plan: string;
  more: readonly string[];
}

/** Without a question, and without what nobody reads who sees several runs at once. */
const QUIETLY = ["--yes", "--skip-preview", "--suppress-outputs", "--suppress-progress"];

const DONE: Pending = { levels: [], last: false };

/** Operations of previews that change nothing. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/**
 * What each shard has to do, by what its preview has shown: nothing where nothing changes, as far as everything is decided. The one that
 * keeps the revisions has a last run when all is delivered, and says so.
 */
export function pendingRuns(
  { home }: Pick<Fleet, "home">,
  previews: readonly Pick<PreviewedShard, "shard" | "preview" | "facts">[],
): Map<string, Pending> {
  const open = previews.some(({ facts }) => facts.shard.open);
  const pending = new Map(
    previews.flatMap((one): [string, Pending][] => {
      const changes = one.preview.steps.map(({ op }) => op).filter((op) => !UNCHANGED.has(op));
      if (changes.length === 0 && !one.facts.shard.stale && !open) return [];
      const levels = changes.every((op) => op === "delete") && !open ? [] : ownLevels(one, home);
      return [[one.shard.name, { levels, last: levels.length === 0 }]];
    }),
  );
  if (pending.size === 0) return pending;
  const keeper = previews.find(({ shard }) => shard.stack === home)?.shard.name;
  if (keeper === undefined) return pending;
  return pending.set(keeper, { levels: pending.get(keeper)?.levels ?? [], last: true });
}

/** The levels in which a shard has clusters, or something to do. */
function ownLevels({ shard, facts }: PreviewedShard, home: string): number[] {
  const isOwn = (cluster: string) => (cluster === HOME ? shard.stack === home : shard.clusters.includes(cluster));
  return facts.shard.levels.flatMap((clusters, level) => (clusters.some(isOwn) ? [level] : []));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Keeps in the current stack which stacks there are, when that has changed. */
async function record({ stacks, shards, home, recorded }: Fleet, engines: Engines): Promise<void> {
  if (recorded) return;
  const known = Object.fromEntries(shards.map(({ name, stack }) => [name, stack]));
  await withOrder({ kind: "base", stack: stacks.base, home, shards: known }, async (env) => {
    const args = ["up", "--yes", "--skip-preview", ...stacks.where(stacks.base)];
    const { failed, stdout, reason } = await engines.run(args, env);
    if (!failed) return;
    const message = `the stack "${stacks.base}" cannot keep which shards there are: ${reason || stdout}`;
    const hint = unlockHint(reason, stacks.base);
    throw new InputError([{ severity: "error", code: "engine-failed", message, ...(hint && { hint }) }]);
  });
}
