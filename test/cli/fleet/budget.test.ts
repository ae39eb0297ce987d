import { describe, expect, it } from "vitest";
import { budgetOf, checkBudget, withinBudget } from "../../../cli/fleet/budget";
import type { FleetShard } from "../../../cli/fleet/fleet";
import { InputError } from "../../../model/findings";
import { memoryOf } from "../../../plan/shards/budget";

const shard = (name: string, clusters: number): FleetShard => ({
  ...{ name, stack: `prod-${name}`, missing: false, memory: memoryOf(clusters) },
  clusters: Array.from({ length: clusters }, (_, index) => `${name}-${index}`),
});

function refusal(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a budget of memory", () => {
  it("lets side by side what fits, everything in the end, and never more", async () => {
    const items = [3, 5, 2, 4, 1, 6].map((memory, index) => ({ memory, index }));
    let [now, most] = [0, 0];
    const done = await withinBudget(items, 6, async ({ memory, index }) => {
      now += memory;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= memory;
      return index;
    });
    expect(done).toEqual([0, 1, 2, 3, 4, 5]);
    expect(most).toBeLessThanOrEqual(6);
    expect(most).toBeGreaterThanOrEqual(5);
  });

  it("lets the others end when one breaks off, and tells of it then", async () => {
    const ended: number[] = [];
    const running = withinBudget([{ memory: 1 }, { memory: 2 }], 3, async ({ memory }) => {
      if (memory === 1) throw new Error("broken");
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(memory);
    });
    await expect(running).rejects.toThrow("broken");
    expect(ended).toEqual([2]);
  });

  it("refuses what does not fit alone, with how many shards would", () => {
    const shards = [shard("1", 10), shard("2", 2)];
    expect(() => checkBudget(shards, memoryOf(10))).not.toThrow();
    const told = refusal(() => checkBudget(shards, memoryOf(5)));
    expect(told).toContain("shard 1 with 10 clusters takes 800 MB of memory, and there is 550 MB");
    expect(told).toContain("5 clusters fit into a shard, so all 12 fit into 3 shards");
    expect(told).not.toContain("shard 2");
    expect(refusal(() => checkBudget(shards, 1e8))).toContain("not even one cluster fits");
  });

  it("is what somebody says, or a part of what is free", () => {
    expect(budgetOf("2GB")).toBe(2e9);
    expect(budgetOf(undefined)).toBeGreaterThan(0);
    expect(refusal(() => budgetOf("much"))).toContain('"much" is no amount of memory');
  });
});
