import { durationSeconds } from "../model/duration";

/** A number of clusters, or a part of them such as `25%`. */
export type Portion = number | string;

/** What a step says about its waves. */
export interface Rollout {
  /** How many clusters one wave has. Default: all. */
  maxConcurrency?: Portion | undefined;
  /** How long a wave must stay healthy. */
  minSuccessTime: string;
  /** How many clusters may fail, over all waves, before no further wave begins. */
  maxFailures: Portion;
}

/** A step's clusters in waves: each begins when the one before is healthy. Plain data. */
export interface Waves {
  /** Names of the clusters of each wave. */
  clusters: string[][];
  /** How long the clusters of a wave must stay healthy before the next one begins, in seconds. */
  minSuccessSeconds: number;
  /** How many clusters may fail before no further wave begins. */
  maxFailures: number;
  /** How many of its waves a run delivers that is one of several. Default: all. */
  reached?: number;
}

/** A percentage as people write it. */
export const PERCENT = /^(100|[1-9]?\d)%$/;

/** One of more than nothing. */
export const PERCENT_ABOVE_NONE = /^(100|[1-9]\d?)%$/;

/**
 * Divides the clusters of a step into waves, in the order in which they joined. Rounding as in Open Cluster Management
 * (`cluster/v1alpha1`, `calculateRolloutSize`): a part of a cluster counts as one.
 *
 * @param clusters what the step delivers to; a name may be there more than once
 * @param joined names of all clusters, oldest first; what is not among them goes first
 * @returns undefined when the step has not said anything about waves
 */
export function wavesOf(
  clusters: readonly string[],
  joined: readonly string[],
  { maxConcurrency, minSuccessTime, maxFailures }: Rollout,
): Waves | undefined {
  const minSuccessSeconds = durationSeconds(minSuccessTime);
  if (maxConcurrency === undefined && minSuccessSeconds === 0 && isNone(maxFailures)) return undefined;
  const rank = new Map(joined.map((name, index) => [name, index]));
  const distinct = [...new Set(clusters)].sort((a, b) => (rank.get(a) ?? -1) - (rank.get(b) ?? -1));
  const total = distinct.length;
  const size = Math.max(1, maxConcurrency === undefined ? total : countOf(maxConcurrency, total));
  const waves = Array.from({ length: Math.ceil(total / size) }, (_, wave) =>
    distinct.slice(wave * size, (wave + 1) * size),
  );
  return { clusters: waves, minSuccessSeconds, maxFailures: countOf(maxFailures, total) };
}

/** How many of `total` a portion is. */
function countOf(portion: Portion, total: number): number {
  if (typeof portion === "number") return portion;
  return Math.ceil((Number.parseInt(portion, 10) * total) / 100);
}

function isNone(portion: Portion): boolean {
  return portion === 0 || portion === "0%";
}

/** Position of the wave that a cluster is in; the first one for a cluster that the step does not deliver to itself. */
export function waveOf(waves: Waves, cluster: string): number {
  return Math.max(
    0,
    waves.clusters.findIndex((names) => names.includes(cluster)),
  );
}
