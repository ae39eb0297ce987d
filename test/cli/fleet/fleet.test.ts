import { describe, expect, it } from "vitest";
import { homeOf } from "../../../cli/fleet/fleet";

const shards = ["prod-1", "prod-2"].map((stack) => ({ stack }));

describe("the stack that keeps for a fleet what there is once", () => {
  it("is the first one at the beginning, and stays", () => {
    expect(homeOf(shards, undefined)).toBe("prod-1");
    expect(homeOf(shards, "prod-2")).toBe("prod-2");
  });

  it("is the first one again, where somebody has removed it", () => {
    expect(homeOf(shards, "prod-7")).toBe("prod-1");
  });
});
