/** One run of one shard. */
export interface ShardRun {
  shard: string;
  /** Up to which level it delivers; undefined for everything, also what is deleted. */
  level?: number;
}

/** What a shard still has to do. */
export interface Pending {
  /** The levels in which it delivers something that it has not delivered yet, lowest first. */
  levels: readonly number[];
  /** Whether a last run is needed when everything is delivered: to delete something, or to say how things stand. */
  last: boolean;
}

/**
 * The runs that can go on side by side now: each shard goes as far as nothing is left to do for others in lower levels, and deletes only
 * when every other shard has delivered everything. Nothing when all is done.
 */
export function nextRound(pending: ReadonlyMap<string, Pending>): ShardRun[] {
  const next = (shard: string) => pending.get(shard)?.levels[0] ?? Number.POSITIVE_INFINITY;
  const delivering = [...pending.keys()].filter((shard) => next(shard) !== Number.POSITIVE_INFINITY);
  if (delivering.length === 0) return [...pending].flatMap(([shard, { last }]) => (last ? [{ shard }] : []));
  return delivering.flatMap((shard): ShardRun[] => {
    const others = delivering.filter((other) => other !== shard).map(next);
    const level = Math.min(...others);
    if (level === Number.POSITIVE_INFINITY) return [{ shard }];
    return next(shard) <= level ? [{ shard, level }] : [];
  });
}

/** What is left after a run that succeeded. */
export function afterRun({ levels, last }: Pending, { level }: ShardRun): Pending {
  if (level === undefined) return { levels: [], last: false };
  return { levels: levels.filter((one) => one > level), last };
}
