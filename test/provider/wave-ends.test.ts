import { describe, expect, it } from "vitest";
import { endWave, isOpen, type WaveEndInputs } from "../../provider/wave-ends";

/** A wave of two clusters that must stay healthy for 30 s, and may take 60 s longer. */
const inputs = (more: Partial<WaveEndInputs> = {}): WaveEndInputs => ({
  ...{ step: "first", wave: 2, minSuccessSeconds: 30, maxFailures: 0, timeoutSeconds: 60 },
  wanted: ["c1", "c2"].map((name) => ({ name, digest: "d1", objects: [] })),
  ...{ settled: [], failed: [], before: [], clusters: {} },
  ...more,
});

/** Time that passes only while somebody sleeps; each cluster says what is wrong in it at a time in seconds. */
function world(problems: Record<string, (seconds: number) => string | undefined> = {}) {
  let time = 0;
  const looks: string[] = [];
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    looks,
    seconds: () => time / 1000,
    now: () => time,
    /** Wakes whoever sleeps the shortest, when everybody sleeps. */
    sleep: (duration: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: time + duration, wake });
        setImmediate(() => {
          const [first] = sleepers.sort((a, b) => a.at - b.at);
          if (first === undefined) return;
          sleepers.shift();
          time = first.at;
          first.wake();
        });
      }),
    look: async (cluster: string) => {
      looks.push(cluster);
      return problems[cluster]?.(time / 1000);
    },
  };
}

describe("the end of a wave", () => {
  it("waits once for all clusters together, and looks at them all the time", async () => {
    const { seconds, looks, ...watch } = world();
    expect(await endWave({}, inputs(), watch)).toEqual({ passed: ["c1/d1", "c2/d1"], problems: {} });
    expect(seconds()).toBe(30);
    expect(looks.filter((name) => name === "c1").length).toBeGreaterThan(5);
  });

  it("begins anew after a short break", async () => {
    const { seconds, looks, ...watch } = world({ c1: (at) => (at > 10 && at < 20 ? "is scaled" : undefined) });
    await endWave({}, inputs(), watch);
    expect(seconds()).toBeGreaterThanOrEqual(50);
    expect(seconds()).toBeLessThan(60);
  });

  it("fails in time with what is wrong, for what never stays healthy", async () => {
    const { seconds, looks, ...watch } = world({ c2: (at) => (at % 20 < 10 ? "crashes" : undefined) });
    await expect(endWave({}, inputs(), watch)).rejects.toThrow(
      'step "first" stops after wave 2: 1 cluster has failed, 0 may (cluster "c2": crashes)',
    );
    expect(seconds()).toBeLessThan(90 + 30);
  });

  it("goes on past as many failures as may be, over all waves, and remembers who did not pass", async () => {
    const { seconds, looks, ...watch } = world({ c2: () => "is down" });
    const state = await endWave({}, inputs({ maxFailures: 2, before: ["c0"] }), watch);
    expect(state).toEqual({ passed: ["c1/d1"], problems: { c2: "is down" } });
    const one = endWave({}, inputs({ maxFailures: 1, before: ["c0"] }), watch);
    await expect(one).rejects.toThrow("2 clusters have failed, 1 may");
  });

  it("counts a delivery that failed, without looking there", async () => {
    const { seconds, looks, ...watch } = world();
    const state = await endWave({}, inputs({ maxFailures: 1, failed: ["c1"] }), watch);
    expect(state).toEqual({ passed: ["c2/d1"], problems: { c1: "what was delivered failed" } });
    expect(looks).not.toContain("c1");
  });

  it("waits only for what is new: what passed here or is known to be settled is not looked at", async () => {
    const { seconds, looks, ...watch } = world();
    await endWave({ passed: ["c1/d1"] }, inputs({ settled: ["c2/d1"] }), watch);
    expect([looks, seconds()]).toEqual([[], 0]);
  });

  it("only counts when there is no time to stay healthy", async () => {
    const { seconds, looks, ...watch } = world({ c1: () => "is down" });
    await endWave({}, inputs({ minSuccessSeconds: 0, maxFailures: 1 }), watch);
    expect(looks).toEqual([]);
  });
});

describe("isOpen", () => {
  it("is for what is new or failed only", () => {
    expect(isOpen({}, inputs())).toBe(true);
    expect(isOpen({ passed: ["c1/d1"] }, inputs())).toBe(true);
    expect(isOpen({ passed: ["c1/d0", "c2/d1"] }, inputs())).toBe(true);
    expect(isOpen({ passed: ["c1/d1", "c2/d1", "c3/d1"] }, inputs())).toBe(false);
    expect(isOpen({ passed: ["c1/d1"] }, inputs({ settled: ["c2/d1"], maxFailures: 3, minSuccessSeconds: 1 }))).toBe(
      false,
    );
    expect(isOpen({ passed: ["c1/d1", "c2/d1"] }, inputs({ failed: ["c1"] }))).toBe(true);
  });
});
