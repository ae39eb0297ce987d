import { setTimeout as sleep } from "node:timers/promises";
import { ClusterReader } from "../components/cluster-reader";
import { contextOnly } from "../model/kubeconfig";
import { joiningOf } from "../ocm/managed-cluster";
import { CLUSTER_API } from "../ocm/names";
import { REPLICA_SET_LABEL, type Share, sharesOf } from "../ocm/shared-works";
import type { Member } from "../plan/graph-types";
import { WORK_API } from "../plan/works/manifest-work";
import { REPLICA_SET_API } from "../plan/works/replica-sets";

/** What the program says of a rollout. */
export interface RolloutInputs {
  step: string;
  /** Changes with what is delivered, where, and how fast. */
  digest: string;
  members: readonly Member[];
  /** The ManifestWorkReplicaSet. */
  set: { namespace: string; name: string };
  minSuccessSeconds: number;
  maxFailures: number;
  /** How long one cluster may take. */
  timeoutSeconds: number;
  hub: { kubeconfig: string; context?: string };
}

/** What is kept of a rollout. */
export interface RolloutState {
  digest: string;
}

/** What a wait depends on; times are in milliseconds. */
export interface RolloutWatch {
  /** How far each cluster is, by its name on the hub. Throws when the hub does not say. */
  look(): Promise<ReadonlyMap<string, Share>>;
  /** Why a cluster does not answer; undefined when it does. */
  silence(managed: string): Promise<string | undefined>;
  now(): number;
  sleep(time: number): Promise<void>;
}

const SHORTEST_PAUSE = 1_000;
/** Milliseconds between two looks at the hub, for each cluster: a look reads what all of them have. */
const PAUSE_PER_CLUSTER = 10;
/** How many clusters an error names. */
const NAMED = 10;

/**
 * Waits until the hub has rolled something out, and all clusters have stayed healthy.
 *
 * @param watch how the hub is looked at. Default: over the network
 * @throws Error when more clusters have failed than may, or nothing happens any more
 */
export async function awaitRollout(
  inputs: RolloutInputs,
  watch: RolloutWatch = watching(inputs),
): Promise<RolloutState> {
  const { members, minSuccessSeconds, maxFailures, timeoutSeconds, digest } = inputs;
  const [timeout, minSuccess] = [timeoutSeconds * 1000, minSuccessSeconds * 1000];
  const pause = Math.max(SHORTEST_PAUSE, PAUSE_PER_CLUSTER * members.length);
  const progress = new RolloutProgress(watch.now());
  for (;;) {
    try {
      progress.saw(await watch.look(), watch.now());
    } catch (error) {
      progress.failedToLook(error);
    }
    const now = watch.now();
    if (progress.healthyFor(now) >= minSuccess && progress.isHealthy) return { digest };
    const failed = progress.failedAt(now - timeout);
    const isOver = failed.length > maxFailures || (failed.length > 0 && progress.hasNoOthers(failed));
    if (isOver || progress.isStuckSince(now - timeout - minSuccess)) {
      throw new Error(await failure(inputs, progress, watch));
    }
    await watch.sleep(progress.isHealthy ? Math.min(pause, minSuccess - progress.healthyFor(now)) : pause);
  }
}

/** What was seen of a rollout so far. */
class RolloutProgress {
  #shares: ReadonlyMap<string, Share> = new Map();
  readonly #begun = new Map<string, number>();
  #moved: number;
  #healthySince: number | undefined;
  #problem: string | undefined;

  constructor(start: number) {
    this.#moved = start;
  }

  saw(shares: ReadonlyMap<string, Share>, now: number): void {
    for (const [name, { state }] of shares) {
      if (state !== this.#shares.get(name)?.state) this.#moved = now;
      if (state === "begun") this.#begun.set(name, this.#begun.get(name) ?? now);
      else this.#begun.delete(name);
    }
    this.#shares = shares;
    this.#problem = undefined;
    this.#healthySince = this.isHealthy ? (this.#healthySince ?? now) : undefined;
  }

  failedToLook(error: unknown): void {
    this.#problem = error instanceof Error ? error.message : "it cannot be asked";
  }

  get isHealthy(): boolean {
    return this.#shares.size > 0 && this.unhealthy.length === 0;
  }

  get unhealthy(): [string, Share][] {
    return [...this.#shares].filter(([, { state }]) => state !== "healthy");
  }

  /** Why the hub has said nothing when it was asked last. */
  get problem(): string | undefined {
    return this.#problem;
  }

  healthyFor(now: number): number {
    return this.#healthySince === undefined ? 0 : now - this.#healthySince;
  }

  /** Names of the clusters that began before a time and are not healthy yet. */
  failedAt(time: number): string[] {
    return [...this.#begun].filter(([, since]) => since <= time).map(([name]) => name);
  }

  hasNoOthers(failed: readonly string[]): boolean {
    return this.unhealthy.length === failed.length;
  }

  isStuckSince(time: number): boolean {
    return !this.isHealthy && this.#moved <= time;
  }
}

async function failure(inputs: RolloutInputs, progress: RolloutProgress, watch: RolloutWatch): Promise<string> {
  const { step, members, timeoutSeconds } = inputs;
  const start = `step "${step}" stops`;
  if (progress.problem !== undefined) return `${start}: the hub does not say how far clusters are: ${progress.problem}`;
  const names = new Map(members.map(({ cluster, managed }) => [managed, cluster]));
  const begun = progress.unhealthy.filter(([, { state }]) => state === "begun");
  const waiting = progress.unhealthy.filter(([, { state }]) => state === "waiting");
  const told = await Promise.all(
    begun.slice(0, NAMED).map(async ([managed, { problem }]) => {
      const silence = await watch.silence(managed);
      return `cluster "${names.get(managed)}" ${silence === undefined ? `is not healthy: ${problem}` : `does not answer: ${silence}`}`;
    }),
  );
  const rest = begun.length > NAMED ? [`and ${begun.length - NAMED} more`] : [];
  const untouched = waiting.map(([managed]) => names.get(managed)).slice(0, NAMED);
  const more = waiting.length > NAMED ? ` and ${waiting.length - NAMED} more` : "";
  const kept = waiting.length === 0 ? [] : [`not begun: ${untouched.join(", ")}${more}`];
  if (begun.length === 0) {
    kept.push(
      "the hub does nothing: it needs OCM's placement controller and the feature gate ManifestWorkReplicaSet, and has to accept the clusters",
    );
  }
  return `${start} after ${timeoutSeconds} s: ${[...told, ...rest, ...kept].join("; ")}`;
}

function watching({ hub, set, members }: RolloutInputs): RolloutWatch {
  const reader = new ClusterReader(contextOnly(hub.kubeconfig, hub.context), ANSWER_WITHIN);
  const managed = members.map((member) => member.managed);
  const { namespace, name } = set;
  const selector = encodeURIComponent(`${REPLICA_SET_LABEL}=${namespace}.${name}`);
  return {
    now: () => performance.now(),
    sleep: (time) => sleep(time),
    async look() {
      const [wanted, works] = await Promise.all([
        reader.get(`/apis/${REPLICA_SET_API}/namespaces/${namespace}/manifestworkreplicasets/${name}`),
        reader.get(`/apis/${WORK_API}/manifestworks?labelSelector=${selector}`),
      ]);
      const { shares, strays } = sharesOf(wanted, works, managed);
      // The hub's controller forgets a cluster that is taken out while the content changes.
      const gone = strays.map((stray) => `/apis/${WORK_API}/namespaces/${stray.namespace}/manifestworks/${stray.name}`);
      await Promise.all(gone.map((path) => reader.remove(path)));
      return shares;
    },
    async silence(cluster) {
      const { available, message } = joiningOf(await reader.get(`/apis/${CLUSTER_API}/managedclusters/${cluster}`));
      return available === "True" ? undefined : message;
    },
  };
}

/** The hub may have to send what a thousand clusters have, in milliseconds. */
const ANSWER_WITHIN = 60_000;
