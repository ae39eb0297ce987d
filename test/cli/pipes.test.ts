import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");

it.runIf(existsSync("/dev/full"))("output that cannot be written is an error in a sentence", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "cli/main.ts", "completion", "bash"], {
    ...{ cwd: ROOT, stdio: ["ignore", full, "pipe"] },
  });
  closeSync(full);
  expect([status, String(stderr)]).toEqual([1, "error: the output cannot be written: ENOSPC\n"]);
});

/** What a program comes to whose reader goes away at once. */
async function withoutReader(args: readonly string[]): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], { cwd: ROOT });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  return { code, said };
}

it("a reader that goes away early, as head does, is no error", async () => {
  expect(await withoutReader(["cli/main.ts", "completion", "bash"])).toEqual({ code: 0, said: "" });
});

it("a delivery comes to its end without its reader, and exits with what it has come to", async () => {
  const program = `
    const { endWithReader, outlivingReader } = require("./cli/pipes.ts");
    const { setTimeout: wait } = require("node:timers/promises");
    endWithReader();
    outlivingReader(async () => {
      for (const line of [1, 2, 3]) process.stdout.write(line + "\\n"), await wait(20);
      process.stderr.write("done");
    }).then(() => {
      process.exitCode = 1;
      process.stdout.write("a summary");
    });`;
  expect(await withoutReader(["-e", program])).toEqual({ code: 1, said: "done" });
});
