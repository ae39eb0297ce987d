import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { acceptsPods, isServing, provideStorage, readyNodes } from "./clusters/api";
import { kwokConfig, PORTS } from "./clusters/config";
import { containers } from "./clusters/containers";
import {
  type ClusterRef,
  clusterAccess,
  clusterFolder,
  endProcesses,
  kubeconfigPath,
  ownProcesses,
  pkiFolder,
} from "./clusters/files";
import { kubeconfig } from "./clusters/kubeconfig";
import { kwokctl } from "./clusters/kwokctl";
import { inParallel } from "./clusters/parallel";
import { freePorts } from "./clusters/ports";
import { type ControlPlaneBinaries, ensureControlPlane } from "./controlplane";
import { ToolError } from "./errors";

export type { ClusterRef } from "./clusters/files";

/** Clusters that start at the same time; more are slower on a small machine. */
const STARTING_AT_ONCE = 2;
/** Nodes are kept alive without leases: after a restart, kwok would wait minutes for those of its predecessor to run out. */
const NO_LEASES = ["--node-lease-duration-seconds", "0"];
/** How long a started cluster may take to become usable, in milliseconds. */
const READY_WITHIN = 60_000;

/** A local cluster to have. */
export interface ClusterSpec extends ClusterRef {
  /** Number of fake nodes. Default 2. Counts only when the cluster is created. */
  readonly nodes?: number;
  /**
   * Whether containers answer questions for logs, commands and ports, see `containers.ts`. The fake kubelets that do it know no
   * credentials: whoever reaches this machine's loopback address can run commands as this user, so this is for tests. Default false.
   * Counts only when the cluster is created.
   */
  readonly containers?: boolean;
}

/** A local cluster that runs. */
export interface RunningCluster extends ClusterRef {
  /** Path of a self-contained administrator's kubeconfig, mode 0600, gone with the cluster. */
  readonly kubeconfig: string;
  /** Such as `https://127.0.0.1:21003`; the same after a stop and a start. */
  readonly endpoint: string;
}

/**
 * Makes a cluster run: creates it, starts it again with its data, or leaves it alone when it runs already. Resolves when its
 * nodes are Ready and it accepts pods. Throws a `ToolError` when it does not get there.
 */
export async function startCluster(spec: ClusterSpec): Promise<RunningCluster> {
  const binaries = await ensureControlPlane();
  const finished = existsSync(kubeconfigPath(spec));
  if (finished && (await clusterRunning(spec))) return running(spec);
  if (finished) await restart(binaries, spec);
  else await create(binaries, spec);
  await untilReady(spec, spec.nodes ?? 2);
  writeFileSync(kubeconfigPath(spec), kubeconfig([clusterAccess(spec)]), { mode: 0o600 });
  return running(spec);
}

/** {@link startCluster} for several, two at a time. */
export async function startClusters(specs: readonly ClusterSpec[]): Promise<RunningCluster[]> {
  await ensureControlPlane();
  return inParallel(specs, STARTING_AT_ONCE, startCluster);
}

/** Stops a cluster's processes and keeps its data; to its users it is down. Does nothing when it is stopped or not there. */
export async function stopCluster(cluster: ClusterRef): Promise<void> {
  await endProcesses(cluster);
}

/** Ends a cluster's processes and removes its files, also of one that was created only in part. */
export async function deleteCluster(cluster: ClusterRef): Promise<void> {
  await endProcesses(cluster);
  rmSync(clusterFolder(cluster), { recursive: true, force: true });
  removeIfEmpty(join(cluster.dir, "clusters"));
  removeIfEmpty(cluster.dir);
}

/** Whether a cluster answers and says that it is ready. */
export async function clusterRunning(cluster: ClusterRef): Promise<boolean> {
  return existsSync(kubeconfigPath(cluster)) && isServing(clusterAccess(cluster));
}

/** Names of the clusters that have data in a folder, running or not. */
export function clusterNames(dir: string): string[] {
  const folder = join(dir, "clusters");
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

async function create(binaries: ControlPlaneBinaries, spec: ClusterSpec): Promise<void> {
  await deleteCluster(spec);
  mkdirSync(spec.dir, { recursive: true, mode: 0o700 });
  const config = join(spec.dir, `${spec.name}.kwok.yaml`);
  const pki = pkiFolder(spec);
  const more = spec.containers ? [containers(clusterFolder(spec))] : [];
  writeFileSync(config, kwokConfig(binaries, await freePorts(PORTS), pki, more));
  try {
    await kwokctl(binaries, spec, ["create", "cluster", "--config", config, "--kubeconfig", "", ...NO_LEASES]);
  } finally {
    rmSync(config);
  }
  await provideStorage(clusterAccess(spec));
  await kwokctl(binaries, spec, ["scale", "node", "--replicas", String(spec.nodes ?? 2)]);
}

async function restart(binaries: ControlPlaneBinaries, spec: ClusterSpec): Promise<void> {
  await ownProcesses(spec);
  await kwokctl(binaries, spec, ["start", "cluster"]);
}

async function untilReady(spec: ClusterSpec, nodes: number): Promise<void> {
  const access = clusterAccess(spec);
  const deadline = Date.now() + READY_WITHIN;
  const ready = async (): Promise<boolean> => (await readyNodes(access)) >= nodes && (await acceptsPods(access));
  while (!(await ready().catch(() => false))) {
    if (Date.now() > deadline) {
      throw new ToolError(`the local cluster ${spec.name} did not become ready: see ${clusterFolder(spec)}/logs`);
    }
    await sleep(100);
  }
}

function running(cluster: ClusterRef): RunningCluster {
  const { name, dir } = cluster;
  return { name, dir, kubeconfig: kubeconfigPath(cluster), endpoint: clusterAccess(cluster).endpoint };
}

function removeIfEmpty(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}
