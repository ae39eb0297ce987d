import { setTimeout } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { readPods } from "../../../cli/pods/read";

// No `vi.fn`: that takes care of what its promises come to.
vi.mock("../../../cli/outputs", () => ({
  readOutputsMeanwhile: async () => {
    await setTimeout(20);
    throw new Error("no stack selected, says the one");
  },
}));
vi.mock("../../../cli/cluster/known", () => ({
  readClusters: async () => {
    throw new Error("no stack selected, says the other");
  },
}));

it("tells one mistake when neither outputs nor clusters can be read, whichever is found first", async () => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  await expect(readPods("shop", {})).rejects.toThrow("says the other");
  await setTimeout(40);
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});
