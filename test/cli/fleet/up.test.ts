import { describe, expect, it } from "vitest";
import type { PreviewedShard } from "../../../cli/fleet/preview";
import { pendingRuns } from "../../../cli/fleet/up";

/** What a preview of one shard has shown: three levels, of which it has the clusters that are called like it. */
function previewed(
  name: string,
  ops: string[],
  { levels = [["a"], ["b"], ["a", "c"]], stale = false, open = false } = {},
): PreviewedShard {
  const shard = { name, stack: `prod-${name}`, clusters: [name], memory: 1, missing: false };
  const steps = ops.map((op) => ({ op, urn: `urn:pulumi:prod-${name}::flotilla::x::y` }));
  const plan = { steps: [], owners: {}, former: {}, clusters: [], skipped: [] };
  return {
    shard,
    preview: { steps, diagnostics: [] },
    facts: { ...plan, shard: { digest: "", levels, open, dropped: [], stale } },
  };
}

const home = "prod-a";
const runs = (...previews: PreviewedShard[]) => Object.fromEntries(pendingRuns({ home }, previews));

describe("what the shards of a fleet have to do", () => {
  it("is nothing when nothing changes in any of them", () => {
    expect(runs(previewed("a", ["same"]), previewed("b", ["same", "read"]))).toEqual({});
  });

  it("is the levels that they have clusters in, for those in which something changes", () => {
    expect(runs(previewed("a", ["create"]), previewed("b", ["same"]), previewed("c", ["update"]))).toEqual({
      a: { levels: [0, 2], last: true },
      c: { levels: [2], last: false },
    });
  });

  it("is a last run only, where something is deleted or told otherwise and nothing is delivered", () => {
    expect(runs(previewed("b", ["same", "delete"]), previewed("c", ["same"], { stale: true }))).toEqual({
      b: { levels: [], last: true },
      c: { levels: [], last: true },
    });
  });

  it("is one run for each, where shards need not wait for each other", () => {
    expect(runs(previewed("b", ["create"], { levels: [] }))).toEqual({ b: { levels: [], last: true } });
  });

  it("is everything for all, when something is decided only on the way, and what needs no cluster is the keeper's", () => {
    const levels = [["b"], [""], ["c"]];
    const [a, b, c] = ["a", "b", "c"].map((name) => previewed(name, ["same"], { levels, open: name === "c" }));
    expect(runs(...([a, b, c] as PreviewedShard[]))).toEqual({
      a: { levels: [1], last: true },
      b: { levels: [0], last: false },
      c: { levels: [2], last: false },
    });
  });

  it("is a last run of the one that keeps the revisions, whenever another one changes", () => {
    expect(runs(previewed("a", ["same"]), previewed("b", ["update"]))).toEqual({
      a: { levels: [], last: true },
      b: { levels: [1], last: false },
    });
  });

  it("is a last run at least, where clusters were searched after a run that was cut off: it takes in what is left", () => {
    const all = [previewed("b", ["same"]), previewed("c", ["create"])];
    const cutOff = new Map([
      ["prod-b", []],
      ["prod-c", []],
      ["prod-d", undefined],
    ]);
    expect(Object.fromEntries(pendingRuns({ home }, all, cutOff))).toEqual({
      b: { levels: [], last: true },
      c: { levels: [2], last: true },
    });
    expect(runs(previewed("c", ["create"]))).toEqual({ c: { levels: [2], last: false } });
  });
});
