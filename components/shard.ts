import * as pulumi from "@pulumi/pulumi";
import { type BaseOrder, type DeliveryOrder, shardOrder } from "../cli/shard-order";
import type { Documents } from "../model/application";
import { type Finding, InputError } from "../model/findings";
import type { PlannedApplication } from "../plan/deliveries";
import type { Inventory } from "../plan/inventory";
import type { Histories } from "../plan/revisions/types";
import type { Acting } from "../plan/shards/acting";
import { clustersByLevel } from "../plan/shards/levels";
import { type Part, stayingIn } from "../plan/shards/part";
import { planDigest, refusedInShards, refusedSettings } from "../plan/shards/refuse";
import { NOTHING_SKIPPED, type Skip } from "../plan/skip";
import type { ShardFacts } from "../report/facts";
import type { Application } from "./application";
import { type Found, foundIn, foundOutputs } from "./found";
import { lastOutputs, outputsOf } from "./last-outputs";
import type { LastState } from "./last-state";
import type { Settings } from "./settings";
import { checkShard, SHARD_MARKER } from "./shard-check";
import type { SkippedOutput } from "./skipping";
import { isStale } from "./standing";

/** The part of a fleet that this run delivers. Where no fleet is split it is the whole, and there is nothing to do. */
export class Shard {
  private constructor(
    private readonly order: DeliveryOrder | undefined,
    /** What this stack had as outputs before this run. */
    readonly before: Readonly<Record<string, unknown>>,
    /** What the stack that keeps the revisions had as outputs. */
    readonly home: Readonly<Record<string, unknown>>,
    /** Set in a run of the stack whose configuration all share. */
    readonly base: BaseOrder | undefined,
  ) {}

  /**
   * Finds out what this run is for.
   *
   * @throws InputError when it would deliver what other stacks deliver, or delete it
   */
  static async of(settings: Settings, state: LastState): Promise<Shard> {
    const before = await lastOutputs();
    const order = shardOrder();
    const findings = await checkShard(order, {
      ...{ stack: pulumi.getStack(), split: settings.shards !== undefined, credentials: settings.credentials },
      ...{ before, outputs: () => state.outputs() },
    });
    const refused = order === undefined ? [] : refusedSettings(settings);
    if (findings.length + refused.length > 0) throw new InputError([...findings, ...refused]);
    if (order?.kind !== "shard") return new Shard(undefined, before, before, order);
    const home = order.home === order.stack ? before : await outputsOf(order.home);
    return new Shard(order, before, home, undefined);
  }

  /** When the command has begun that runs all of several stacks, RFC 3339; undefined where no fleet is split. */
  get began(): string | undefined {
    return this.order?.began;
  }

  /** Whether a later run ends what this one of several begins. */
  get goesOn(): boolean {
    return this.order?.level !== undefined;
  }

  /** What the run does for all stacks; undefined where no fleet is split. */
  get acting(): Acting | undefined {
    if (this.order === undefined) return undefined;
    const { clusters, stack, home, shards } = this.order;
    return { clusters: new Set(clusters), home: stack === home, shards: Object.values(shards) };
  }

  /** Those of some entries that are about clusters of this run. */
  own<C extends { cluster: string }>(entries: readonly C[]): C[] {
    const { order } = this;
    return order === undefined ? [...entries] : entries.filter(({ cluster }) => order.clusters.includes(cluster));
  }

  /** What is left as it is, with the clusters of other shards. */
  skip(skip: Skip, credentials: Settings["credentials"]): Skip {
    const own = new Set(this.own(credentials));
    const others = credentials.filter((one) => !own.has(one)).map(({ cluster }) => cluster);
    if (others.length === 0) return skip;
    return { ...skip, clusters: new Set([...skip.clusters, ...others]), others: new Set(others) };
  }

  /**
   * How far this run goes, when it is one of several. What is in clusters that the configuration does not list any more cannot be reached to
   * be left as it is.
   *
   * @param skip the clusters that do not answer
   */
  async part(
    delivered: Readonly<Record<string, Inventory>>,
    state: LastState,
    credentials: Settings["credentials"],
    { clusters: silent }: Skip = NOTHING_SKIPPED,
  ): Promise<Part | undefined> {
    const { level } = this.order ?? {};
    if (level === undefined) return undefined;
    return { level, there: stayingIn(await state.outputs(), delivered, credentials, silent) };
  }

  /** What is wrong with a plan for several stacks, or with delivering it now. */
  findings(
    { credentials }: Settings,
    { appDeployments }: Documents,
    planned: readonly PlannedApplication[],
  ): Finding[] {
    const { order } = this;
    if (order === undefined) return [];
    const known = new Set(Object.values(order.shards).flat());
    const unknown = credentials.filter(({ cluster }) => !known.has(cluster));
    return [
      ...unknown.map(({ cluster }) => unsupported(`cluster "${cluster}" is not in flotilla:clusters`)),
      ...appDeployments.map(({ name }) => unsupported(`the AppDeployment "${name}" splits traffic`)),
      ...refusedInShards(planned),
      ...(order.plan === undefined || order.plan === planDigest(planned) ? [] : [CHANGED]),
    ];
  }

  /**
   * What steps have found, and how they have ended, that other shards' stacks run for all.
   *
   * @param first the Applications as they are planned before any step has told anything
   */
  async found(first: readonly PlannedApplication[]): Promise<Found> {
    const { order } = this;
    if (order === undefined || !first.some(asksSteps)) return new Map();
    const others = Object.keys(order.shards).filter((stack) => stack !== order.stack);
    return foundIn(first, await Promise.all(others.map((stack) => outputsOf(stack))), order.began);
  }

  /**
   * What whoever runs all shards has to know; undefined where no fleet is split.
   *
   * @param planned as it was before any step had told anything, and as far as it is decided now
   */
  facts(
    { order }: Settings,
    { first, decided }: { first: readonly PlannedApplication[]; decided: readonly PlannedApplication[] },
    skipped: readonly SkippedOutput[],
  ): ShardFacts | undefined {
    if (this.order === undefined) return undefined;
    const levels = clustersByLevel(decided, order, Object.values(this.order.shards), first);
    return {
      digest: planDigest(first),
      // With one level only, no cluster waits for another one, also not with what is to be deleted.
      levels: order === "perCluster" && levels.length === 1 ? [] : levels,
      open: decided.some(({ decisions }) => [...decisions.values()].includes("undecided")),
      dropped: decided.flatMap(({ dropped = [] }) => dropped),
      stale: isStale(decided, skipped, this.before),
    };
  }

  /** The revisions after this run. They are kept in one place for all, in a run that begins when everything else is delivered. */
  revisions(past: Histories, next: () => Histories): Histories {
    if (this.order === undefined) return next();
    if (this.order.stack !== this.order.home) return {};
    return this.order.level === undefined ? next() : past;
  }

  /** Writes into the state whose part it is, before anything else is there. */
  async mark(): Promise<void> {
    if (this.order === undefined) return;
    const { fleet, shard } = this.order;
    const marker = new pulumi.Stash(SHARD_MARKER, { input: { fleet, shard } });
    await (marker.urn as unknown as { promise(): Promise<string> }).promise();
  }

  /** What the outputs say about it of the stack that all share. */
  baseOutputs(): { fleet?: object } {
    return this.base === undefined ? {} : { fleet: { home: this.base.home, shards: this.base.shards } };
  }

  /** What the stack's outputs say about it, and what other stacks have to know. */
  outputs(first: readonly PlannedApplication[], made: readonly Application[]): { fleet?: object; found?: object } {
    if (this.order === undefined) return {};
    const { fleet, shard, began } = this.order;
    return { fleet: { name: fleet, shard }, found: foundOutputs(first, made, began) };
  }
}

/** Whether anything depends on what steps find, or on how they end. */
function asksSteps({ open, plan }: PlannedApplication): boolean {
  return open.length > 0 || plan.steps.some(({ run }) => run?.mayFail);
}

function unsupported(what: string): Finding {
  const message = `${what}, which a fleet in several stacks does not support`;
  return { severity: "error", code: "sharded", message };
}

const CHANGED: Finding = {
  ...{ severity: "error", code: "sharded", message: "the plan is not the one any more that was shown" },
  hint: "somebody has changed documents or configuration meanwhile: look at them, and begin again",
};
