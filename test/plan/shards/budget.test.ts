import { describe, expect, it } from "vitest";
import { clustersWithin, memoryOf, memoryWords, readMemory } from "../../../plan/shards/budget";

describe("memory of shards", () => {
  it("reads what people write", () => {
    expect(["8GiB", "8Gi", "8GB", "500m", "1.5 G", "1024"].map(readMemory)).toEqual([
      ...[8 * 2 ** 30, 8 * 2 ** 30, 8e9, 5e8, 1.5e9, 1024],
    ]);
    expect(["", "GiB", "8 cows", "-1G", "1e9"].map(readMemory)).toEqual(Array(5).fill(undefined));
  });

  it("fits as many clusters as it says, and not one more", () => {
    for (const bytes of [1e9, 2.5e9, 8e9]) {
      const most = clustersWithin(bytes);
      expect(memoryOf(most)).toBeLessThanOrEqual(bytes);
      expect(memoryOf(most + 1)).toBeGreaterThan(bytes);
    }
    expect(clustersWithin(1e8)).toBe(0);
  });

  it("is told in words", () => {
    expect([670e6, 8.59e9].map(memoryWords)).toEqual(["670 MB", "8.6 GB"]);
  });
});
