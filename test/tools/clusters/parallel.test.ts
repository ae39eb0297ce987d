import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inParallel } from "../../../tools/clusters/parallel";

describe("work in parallel", () => {
  it("keeps the order of the items and to the limit", async () => {
    let now = 0;
    let most = 0;
    const results = await inParallel([30, 10, 20, 5], 2, async (ms) => {
      most = Math.max(most, ++now);
      await sleep(ms);
      now--;
      return ms;
    });
    expect(results).toEqual([30, 10, 20, 5]);
    expect(most).toBe(2);
  });

  it("has nothing to do for no items, and tells a failure", async () => {
    expect(await inParallel([], 2, async () => 1)).toEqual([]);
    await expect(inParallel([1], 2, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  });
});
