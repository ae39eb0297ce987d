import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(__dirname, "../..");

it("a reader that goes away early, as head does, is no error", async () => {
  const child = spawn(process.execPath, ["--import", "tsx", "cli/main.ts", "completion", "bash"], { cwd: ROOT });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([0, ""]);
});
