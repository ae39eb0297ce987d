import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";

it("ends when the engine that has started it is gone before it could begin", () => {
  const plugin = join(PROJECT_ROOT, "provider/pulumi-resource-flotilla");
  const { status, signal } = spawnSync(process.execPath, [plugin, "127.0.0.1:1"], { timeout: 50_000 });
  expect({ status, signal }).toEqual({ status: 1, signal: null });
});
