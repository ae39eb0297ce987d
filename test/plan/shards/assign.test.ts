import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignShards, type ShardCluster } from "../../../plan/shards/assign";

const cluster = (name: string, labels: Record<string, string> = {}, previousNames: string[] = []): ShardCluster => ({
  ...{ name, labels, previousNames },
});
const assigned = (...args: Parameters<typeof assignShards>) => Object.fromEntries(assignShards(...args).shards);
const none = new Map<string, string[]>();
const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { maxLength: 30 });
const count = fc.integer({ min: 1, max: 9 });

/** The shard of each cluster. */
const placesOf = (shards: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(shards).flatMap(([shard, own]) => own.map((name) => [name, shard])));

describe("assigning clusters to shards", () => {
  it("puts each cluster into exactly one of the shards that there are, whatever the order of clusters", () => {
    fc.assert(
      fc.property(names, count, (all, count) => {
        const shards = assigned(
          all.map((name) => cluster(name)),
          { count },
          none,
        );
        expect(Object.values(shards).flat().sort()).toEqual([...all].sort());
        for (const shard of Object.keys(shards)) expect(Number(shard)).toBeLessThanOrEqual(count);
        const reversed = [...all].reverse().map((name) => cluster(name));
        expect(placesOf(assigned(reversed, { count }, none))).toEqual(placesOf(shards));
      }),
    );
  });

  it("moves no recorded cluster when one is added, one goes, or the rule is another one", () => {
    fc.assert(
      fc.property(names, names, count, fc.option(count), (old, added, before, after) => {
        const shards = assigned(
          old.map((name) => cluster(name)),
          { count: before },
          none,
        );
        const rule = after === null ? { label: "part" } : { count: after };
        const now = [...new Set([...old.slice(1), ...added])].map((name) => cluster(name, { part: "new" }));
        const places = placesOf(assigned(now, rule, new Map(Object.entries(shards))));
        for (const name of old.slice(1)) expect(places[name]).toBe(placesOf(shards)[name]);
      }),
    );
  });

  it("gives a further shard only clusters that it takes itself, as long as nothing is recorded", () => {
    fc.assert(
      fc.property(names, count, (all, count) => {
        const clusters = all.map((name) => cluster(name));
        const [before, after] = [count, count + 1].map((count) => placesOf(assigned(clusters, { count }, none)));
        for (const name of all) {
          const place = after?.[name];
          if (place !== String(count + 1)) expect(place).toBe(before?.[name]);
        }
      }),
    );
  });

  it("spreads many clusters about evenly", () => {
    const clusters = Array.from({ length: 400 }, (_, index) => cluster(`cluster-${index}`));
    for (const own of Object.values(assigned(clusters, { count: 4 }, none))) {
      expect(own.length).toBeGreaterThan(70);
      expect(own.length).toBeLessThan(130);
    }
  });

  it("finds a renamed cluster under the name that it had, recorded or not", () => {
    const recorded = new Map([["4", ["old"]]]);
    expect(assigned([cluster("new", {}, ["old"])], { count: 2 }, recorded)).toEqual({ "4": ["new"] });
    const [fresh, renamed] = [cluster("old"), cluster("new", {}, ["old"])].map((one) =>
      Object.keys(assigned([one], { count: 9 }, none)),
    );
    expect(renamed).toEqual(fresh);
  });

  it("goes by a label, and refuses a new cluster without it", () => {
    const clusters = [cluster("a", { region: "eu" }), cluster("b", { region: "us" }), cluster("c")];
    const { shards, findings } = assignShards(clusters, { label: "region" }, none);
    expect(Object.fromEntries(shards)).toEqual({ eu: ["a"], us: ["b"] });
    expect(findings).toMatchObject([
      { severity: "error", message: 'cluster "c" has no label "region", which says its shard' },
    ]);
  });

  it("leaves a cluster where it is when its label changes, and says so", () => {
    const recorded = new Map([["eu", ["a"]]]);
    const { shards, findings } = assignShards([cluster("a", { region: "us" })], { label: "region" }, recorded);
    expect(Object.fromEntries(shards)).toEqual({ eu: ["a"] });
    expect(findings).toMatchObject([{ severity: "warning" }]);
    expect(findings[0]?.message).toBe('cluster "a" stays in shard "eu", though its label "region" is "us" now');
  });

  it("keeps a shard whose clusters are gone, so that it can delete what it has", () => {
    expect(assigned([], { count: 2 }, new Map([["2", ["gone"]]]))).toEqual({ "2": [] });
  });

  it("refuses a cluster that two shards have", () => {
    const recorded = new Map([
      ["1", ["a"]],
      ["2", ["a"]],
    ]);
    expect(assignShards([cluster("a")], { count: 2 }, recorded).findings).toMatchObject([
      { severity: "error", message: 'cluster "a" is in several shards: 1, 2' },
    ]);
  });
});
