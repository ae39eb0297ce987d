import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { go } from "../../tools/go";
import { TOOLS_DIR } from "../../tools/paths";
import { currentRun } from "./support/run";
import { Stack } from "./support/stack";

/** An engine of somebody's own is built from modules as they are. */
describe.skipIf(currentRun().engine.provider === undefined)("what is built from modules with changes", () => {
  it("still knows from its dictionaries which texts look like secrets", async () => {
    const stack = (await Stack.create("changed-modules")).configure({ clusters: [] });
    const set = (value: string) =>
      stack.command("config", "set", "token", value, "--config-file", stack.file("config.yaml"));
    const random = await set("ufh3Zk9Q2mWx7LpT");
    expect(random.code).not.toBe(0);
    expect(random.stderr).toContain("looks like a secret");
    const words = await set("passwordbaseball");
    expect(words.stderr).toBe("");
    expect(words.code).toBe(0);
  });

  it("shares what clusters with the same API say about it", async () => {
    const { code, stdout, stderr } = await go(join(TOOLS_DIR, "pulumi"), [
      "test",
      "-trimpath",
      "-vet=off",
      "-mod=readonly",
      "./models",
    ]);
    expect(stdout + stderr).toContain("flotilla/tools/pulumi/models");
    expect(code, stdout + stderr).toBe(0);
  });
});
