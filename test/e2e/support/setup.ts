import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startClusters } from "../../../tools/clusters";
import { ensureEngine } from "../../../tools/engine";
import { PROJECT_ROOT } from "../../../tools/paths";
import { CLUSTERS, type Run } from "./run";

declare module "vitest" {
  interface ProvidedContext {
    run: Run;
  }
}

/**
 * Once per run: provides the engine and starts the clusters that all tests share, in a folder of their own. Afterwards, also when
 * the run is interrupted or killed, clusters and folder are removed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const engine = await ensureEngine();
  const dir = mkdtempSync(join(tmpdir(), "flotilla-e2e-"));
  const guard = startGuard(dir);
  const stop = async (): Promise<void> => {
    guard.stdin?.end();
    if (guard.exitCode === null) await once(guard, "exit");
  };
  try {
    await startClusters(CLUSTERS.map((name) => ({ name, dir, containers: true })));
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("run", { dir, engine });
  return stop;
}

/** Starts what cleans up. It lives in a process group of its own, and sees its standard input end when this process does. */
function startGuard(dir: string): ChildProcess {
  const args = ["--import", "tsx", join(__dirname, "guard.ts"), dir];
  const guard = spawn(process.execPath, args, {
    cwd: PROJECT_ROOT,
    detached: true,
    stdio: ["pipe", "inherit", "inherit"],
  });
  return guard;
}
