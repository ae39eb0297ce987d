import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");

const completion = ["--import", "tsx", "cli/main.ts", "completion", "bash"];

it.runIf(existsSync("/dev/full"))("output that cannot be written is an error in a sentence", () => {
  const full = openSync("/dev/full", "w");
  const { status, stderr } = spawnSync(process.execPath, completion, { cwd: ROOT, stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  expect([status, String(stderr)]).toEqual([1, "error: the output cannot be written: ENOSPC\n"]);
});

it("a reader that goes away early, as head does, is no error", async () => {
  const child = spawn(process.execPath, completion, { cwd: ROOT });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([0, ""]);
});
