import { InputError } from "../../model/findings";
import { HOME } from "../../plan/shards/acting";
import { afterRun, nextRound, type Pending, type ShardRun } from "../../plan/shards/rounds";
import { UNSAVED_SINCE } from "../interrupted";
import { PLAN_FACTS_FILE, readPlanFacts } from "../plan-facts";
import { stackCommandsForProgram } from "../stack-commands";
import { endIfSaved } from "../up/cut-off";
import { unlockHint } from "../up/going-on";
import { endUnsaved, lastRun } from "../up/saved";
import { withinBudget } from "./budget";
import { type CutOff, endAll, NOTHING_CUT_OFF, toldOf } from "./cut-off";
import type { EngineRun, Engines } from "./engines";
import { type Fleet, type FleetShard, orderFor } from "./fleet";
import { withOrder } from "./order";
import type { PreviewedShard } from "./preview";

/** How shards are delivered. */
interface UpOptions {
  /** How much memory they may take together. */
  bytes: number;
  /** Further options of `pulumi up`. */
  more: readonly string[];
  /** What runs of shards have left that were cut off. */
  cutOff: CutOff;
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
  const failed = await deliverRounds(fleet, previews, engines, options);
  if (failed.length === 0) await endAll(options.cutOff);
  else if (engines.interrupted) await tellUnsaved(fleet, failed);
  return failed;
}

/** After Ctrl-C: says that states may not have everything, where that is so. */
async function tellUnsaved({ shards }: Fleet, failed: readonly string[]): Promise<void> {
  const ended = shards.filter(({ name }) => failed.includes(name));
  const last = await Promise.all(ended.map(({ stack }) => lastRun(stack)));
  if (last.every(({ unsaved }) => unsaved === undefined)) return;
  process.stderr.write("What was being changed is not in the state: the next npx flotilla fleet up looks for it.\n");
}

/** @returns names of the shards that failed */
async function deliverRounds(
  fleet: Fleet,
  previews: readonly PreviewedShard[],
  engines: Engines,
  { bytes, more, cutOff }: UpOptions,
): Promise<string[]> {
  const pending = pendingRuns(fleet, previews, cutOff);
  const shards = new Map(fleet.shards.map((shard) => [shard.name, shard]));
  const plan = previews[0]?.facts.shard.digest ?? "";
  const begun = new Set<string>();
  let rounds = 0;
  for (let round = nextRound(pending); round.length > 0; round = nextRound(pending)) {
    rounds += 1;
    say(`== Round ${rounds}: ${round.map(({ shard }) => shards.get(shard)?.stack).join(", ")}`);
    const items = round.flatMap((run) => {
      const shard = shards.get(run.shard);
      return shard === undefined ? [] : [{ run, shard, memory: shard.memory }];
    });
    const outcomes = await withinBudget(items, bytes, ({ run, shard }) =>
      deliver(fleet, engines, shard, { run, plan, more, cutOff, isFirst: !begun.has(run.shard) }),
    );
    for (const { shard } of round) begun.add(shard);
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
  const { stack } = shard;
  const order = { ...orderFor(fleet, shard), plan: told.plan, ...(level === undefined ? {} : { level }) };
  const found = told.cutOff.get(stack);
  return withOrder(order, async (env, file) => {
    const facts = file("facts.json");
    const refresh = found !== undefined && told.isFirst ? ["--refresh"] : [];
    const args = ["up", ...QUIETLY, ...refresh, ...fleet.stacks.where(stack), ...told.more];
    const all = { ...env, ...toldOf(found, file("found.json")), [PLAN_FACTS_FILE]: facts };
    // A stack that says already that something is not in its state goes on saying so until all of it was looked after.
    const says = told.cutOff.has(stack);
    const { failed } = says ? await engines.runOn(stack, args, all) : await runNoted(engines, stack, args, all);
    const { dropped = [], open = false } = readPlanFacts(facts)?.shard ?? {};
    return failed ? { run } : { run, rest: open || dropped.length > 0 };
  });
}

/** Runs a shard whose stack says until its end that what the run does may not be in the state. */
async function runNoted(
  engines: Engines,
  stack: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<EngineRun> {
  const since = new Date();
  const noting = { [UNSAVED_SINCE]: since.toISOString(), ...stackCommandsForProgram() };
  const ended = await engines.runOn(stack, args, { ...env, ...noting });
  if (!ended.failed) await endUnsaved(undefined, stack);
  // Ctrl-C and a kill let the engine forget what it was doing. A state that cannot be read is none that has everything.
  else if (!engines.interrupted && !ended.killed) await endIfSaved(since, stack).catch(onlyMistakes);
  return ended;
}

function onlyMistakes(error: unknown): void {
  if (!(error instanceof InputError)) throw error;
}

/** What a run of a shard is told. */
interface Told extends Pick<UpOptions, "more" | "cutOff"> {
  run: ShardRun;
  /** Digest of the plan that was shown. */
  plan: string;
  /** Whether it is the shard's first one since the previews. */
  isFirst: boolean;
}

/** Without a question, and without what nobody reads who sees several runs at once. */
const QUIETLY = ["--yes", "--skip-preview", "--suppress-outputs", "--suppress-progress"];

const DONE: Pending = { levels: [], last: false };

/** Operations of previews that change nothing. */
const UNCHANGED: ReadonlySet<string> = new Set(["same", "read", "refresh"]);

/**
 * What each shard has to do, by what its preview has shown: nothing where nothing changes, as far as everything is decided. The one that
 * keeps the revisions has a last run when all is delivered, and says so. So has each whose clusters were searched after a run that was cut
 * off: what nobody wants of that goes into the state then.
 */
export function pendingRuns(
  { home }: Pick<Fleet, "home">,
  previews: readonly Pick<PreviewedShard, "shard" | "preview" | "facts">[],
  cutOff: CutOff = NOTHING_CUT_OFF,
): Map<string, Pending> {
  const open = previews.some(({ facts }) => facts.shard.open);
  const pending = new Map(
    previews.flatMap((one): [string, Pending][] => {
      const changes = one.preview.steps.map(({ op }) => op).filter((op) => !UNCHANGED.has(op));
      const searched = cutOff.get(one.shard.stack) !== undefined;
      if (changes.length === 0 && !one.facts.shard.stale && !open && !searched) return [];
      const levels = changes.every((op) => op === "delete") && !open ? [] : ownLevels(one, home);
      return [[one.shard.name, { levels, last: levels.length === 0 || searched }]];
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
