import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterRun, nextRound, type Pending, type ShardRun } from "../../../plan/shards/rounds";

/** All rounds of a fleet in which everything succeeds; `drops` are the shards that leave something to the last run. */
function roundsOf(shards: Record<string, number[]>, drops: string[] = []): ShardRun[][] {
  const pending = new Map(
    Object.entries(shards).map(([shard, levels]): [string, Pending] => [
      shard,
      { levels, last: drops.includes(shard) },
    ]),
  );
  const rounds: ShardRun[][] = [];
  for (let round = nextRound(pending); round.length > 0; round = nextRound(pending)) {
    rounds.push(round);
    for (const run of round)
      pending.set(run.shard, afterRun(pending.get(run.shard) ?? { levels: [], last: false }, run));
  }
  return rounds;
}

const words = (rounds: ShardRun[][]) =>
  rounds.map((round) =>
    round.map(({ shard, level }) => `${shard}${level === undefined ? "" : `<=${level}`}`).join(" "),
  );

describe("the rounds of a fleet", () => {
  it("have each level in all shards before the next one", () => {
    expect(words(roundsOf({ a: [0, 1], b: [0, 1] }))).toEqual(["a<=0 b<=0", "a<=1 b<=1"]);
  });

  it("join what nobody else has to wait for, and leave out who has nothing to do", () => {
    expect(words(roundsOf({ a: [0, 1, 2], b: [3] }))).toEqual(["a<=3", "b"]);
    expect(words(roundsOf({ a: [0], b: [0, 1, 2] }))).toEqual(["a<=0 b<=0", "b"]);
    expect(words(roundsOf({ a: [0, 4], b: [2], c: [] }))).toEqual(["a<=2", "b<=4", "a"]);
  });

  it("are one for a single shard, and none when nobody has anything to do", () => {
    expect(words(roundsOf({ a: [0, 1, 2] }, ["a"]))).toEqual(["a"]);
    expect(roundsOf({ a: [], b: [] })).toEqual([]);
  });

  it("delete when everything is delivered everywhere", () => {
    expect(words(roundsOf({ a: [0, 1], b: [0, 1] }, ["b"]))).toEqual(["a<=0 b<=0", "a<=1 b<=1", "b"]);
  });

  it("never deliver a level while a lower one is left anywhere, deliver all, and delete at the end", () => {
    const levels = fc
      .uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 5 })
      .map((all) => all.sort((a, b) => a - b));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c", "d"), levels),
        fc.subarray(["a", "b", "c", "d"]),
        (shards, drops) => {
          const left = new Map(Object.entries(shards).map(([shard, own]) => [shard, new Set(own)]));
          const dropping = new Set(drops.filter((shard) => shard in shards));
          for (const round of roundsOf(shards, drops)) {
            const before = new Map(
              [...left].map(([shard, own]) => [shard, Math.min(Number.POSITIVE_INFINITY, ...own)]),
            );
            for (const { shard, level = Number.POSITIVE_INFINITY } of round) {
              for (const one of left.get(shard) ?? []) {
                if (one > level) continue;
                for (const [other, lowest] of before) if (other !== shard) expect(lowest).toBeGreaterThanOrEqual(one);
                left.get(shard)?.delete(one);
              }
              if (level !== Number.POSITIVE_INFINITY) continue;
              dropping.delete(shard);
              for (const [other, lowest] of before) if (other !== shard) expect(lowest).toBe(Number.POSITIVE_INFINITY);
            }
          }
          expect([...left.values()].every((own) => own.size === 0)).toBe(true);
          expect([...dropping]).toEqual([]);
        },
      ),
    );
  });
});
