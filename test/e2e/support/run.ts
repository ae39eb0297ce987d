import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { startCluster, stopCluster } from "../../../tools/clusters";
import { clusterFolder } from "../../../tools/clusters/files";
import type { Engine } from "../../../tools/engine";
import { signal } from "./kill";

/** The clusters that all tests share; `local` is the hub. */
export const CLUSTERS = ["local", "c1", "c2", "c3"] as const;

/** One of the shared clusters. */
export type ClusterName = (typeof CLUSTERS)[number];

/** What the tests of one run share. Serializable, because each test file has a process of its own. */
export interface Run {
  /** Folder for everything of the run, removed at its end. */
  dir: string;
  engine: Engine;
}

/** The run that the calling test belongs to. */
export function currentRun(): Run {
  return inject("run");
}

/** One folder for temporary files of all programs that tests run: compiled code is cached there, and killed ones leave theirs. */
export function temporaryFolder(): string {
  const dir = join(currentRun().dir, "tmp");
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** Makes one of the shared clusters go down. The test has to {@link startAgain} it. */
export async function stop(name: ClusterName): Promise<void> {
  await stopCluster({ name, dir: currentRun().dir });
}

/** Starts a cluster that was stopped, with its data; does nothing when it runs. */
export async function startAgain(name: ClusterName): Promise<void> {
  await startCluster({ name, dir: currentRun().dir });
}

/**
 * Makes a cluster hang: its API server accepts connections and answers nobody. The test has to {@link stop} it and to
 * {@link startAgain}: controllers that have lost their leases end themselves.
 */
export async function freeze(name: ClusterName): Promise<void> {
  signal(apiServer(name), "SIGSTOP");
}

/** Process id of a cluster's API server. */
function apiServer(name: ClusterName): number {
  const folder = clusterFolder({ name, dir: currentRun().dir });
  return Number(readFileSync(join(folder, "pids/kube-apiserver.pid"), "utf8"));
}
