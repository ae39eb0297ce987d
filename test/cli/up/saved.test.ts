import { describe, expect, it } from "vitest";
import { delivers, type LastRun, lastRunAtRest, tagOf, type UnsavedRun } from "../../../cli/up/saved";

const since = new Date("2026-01-02T03:04:05.678Z");
const names = (count: number) => Array.from({ length: count }, (_, index) => `production/application-number-${index}`);

/** The same run after the way through a tag. */
function read(run: UnsavedRun): UnsavedRun {
  const [first = "", ...applications] = tagOf(run).split(" ");
  return { since: new Date(first), applications };
}

describe("the note of a run that has not saved its state", () => {
  it("names the Applications when there are few", () => {
    expect(tagOf({ since, applications: ["a/b", "a/c"] })).toBe("2026-01-02T03:04:05.678Z a/b a/c");
  });

  it("fits into a tag of Pulumi's service with twenty Applications, and still tells which they are", () => {
    const run = { since, applications: names(20) };
    expect(tagOf(run).length).toBeLessThanOrEqual(256);
    const again = read(run);
    expect(again.since).toEqual(since);
    expect(names(21).map((name) => delivers(again, name))).toEqual([...names(20).map(() => true), false]);
  });

  it("stays the same when it is written again with names in clear", () => {
    const run = { since, applications: names(20) };
    expect(tagOf({ since, applications: [...read(run).applications, ...names(20)] })).toBe(tagOf(run));
  });
});

describe("the last run, once nothing goes on", () => {
  const unsaved = { unsaved: { since, applications: [] } };
  const rest = (...notes: LastRun[]) => lastRunAtRest(async () => notes.shift() ?? {}, { looks: 3, apart: 1 });

  it("was not cut off when it says a moment later that its state is saved", async () => {
    expect(await rest(unsaved, unsaved, {})).toEqual({});
  });

  it("was cut off when it does not say so for a while", async () => {
    expect(await rest(unsaved, unsaved, unsaved, {})).toEqual(unsaved);
  });
});
