import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../tools/paths";
import { processTree } from "./processes";

/**
 * Works with a folder for clusters, stacks and temporary files. Afterwards the clusters in it, the engine's runs in its `stacks`
 * and the folder itself are gone, also when this process is interrupted or killed: the guard of the end-to-end tests sees to that.
 */
export async function withWorkspace<Out>(work: (dir: string) => Promise<Out>): Promise<Out> {
  const dir = mkdtempSync(join(tmpdir(), "flotilla-bench-"));
  for (const name of ["stacks", "tmp"]) mkdirSync(join(dir, name));
  const guard = spawn(process.execPath, ["--import", "tsx", join(__dirname, "../../e2e/support/guard.ts"), dir], {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ["pipe", "inherit", "inherit"],
  });
  const signals = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((name) => {
    const end = (): void => endAtOnce(guard, 128 + constants.signals[name]);
    process.once(name, end);
    return () => process.off(name, end);
  });
  try {
    return await work(dir);
  } finally {
    guard.stdin?.end();
    if (guard.exitCode === null) await once(guard, "exit");
    for (const off of signals) off();
  }
}

/** Ends this process and all that it has started but the guard, which then cleans up. */
function endAtOnce(guard: ChildProcess, code: number): void {
  const spared = new Set([process.pid, ...processTree(guard.pid ?? 0).map(({ pid }) => pid)]);
  for (const { pid } of processTree(process.pid)) if (!spared.has(pid)) terminate(pid);
  process.exit(code);
}

function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch {
    // It has ended in the meantime.
  }
}
