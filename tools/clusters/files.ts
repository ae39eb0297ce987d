import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "yaml";
import { run } from "../process";
import { type Access, readAccess } from "./kubeconfig";

/** Names a local cluster: its name and the folder that the caller keeps its clusters in. */
export interface ClusterRef {
  /** A DNS label, such as `beijing-1`. */
  readonly name: string;
  /** Absolute path of the folder that holds all data of this and of other clusters. */
  readonly dir: string;
}

/** Where one cluster keeps everything: certificates, data, logs, process ids. */
export function clusterFolder({ name, dir }: ClusterRef): string {
  return join(dir, "clusters", name);
}

/** Where a cluster's certificates and keys are. */
export function pkiFolder(cluster: ClusterRef): string {
  return join(clusterFolder(cluster), "pki");
}

/** The kubeconfig of a finished cluster. It is written last, so it also says that creating the cluster was not interrupted. */
export function kubeconfigPath(cluster: ClusterRef): string {
  return join(clusterFolder(cluster), "kubeconfig");
}

/** Credentials of a cluster from what kwokctl wrote. */
export function clusterAccess(cluster: ClusterRef): Access {
  const folder = clusterFolder(cluster);
  const written = parse(readFileSync(join(folder, "kubeconfig.yaml"), "utf8")) as {
    clusters: [{ cluster: { server: string } }];
  };
  return readAccess(cluster.name, written.clusters[0].cluster.server, pkiFolder(cluster));
}

/**
 * Process ids of a cluster's running programs. Ids that are not its own any more, as after a restart of the machine, are
 * forgotten: kwokctl takes them at their word, and would leave a component out or end somebody else's process.
 */
export async function ownProcesses(cluster: ClusterRef): Promise<number[]> {
  const folder = clusterFolder(cluster);
  const pids = join(folder, "pids");
  const own: number[] = [];
  for (const name of existsSync(pids) ? readdirSync(pids) : []) {
    const pid = readFileSync(join(pids, name), "utf8").trim();
    if ((await commandLine(pid)).includes(folder)) own.push(Number(pid));
    else rmSync(join(pids, name));
  }
  return own;
}

/** Ends a cluster's programs at once, as a power cut would, and waits until they are gone. Its data stays. */
export async function endProcesses(cluster: ClusterRef): Promise<void> {
  let left = await ownProcesses(cluster);
  for (const pid of left) process.kill(pid, "SIGKILL");
  while (left.length > 0) {
    await sleep(20);
    left = await ownProcesses(cluster);
  }
}

/** The command line of a process, empty when there is none (any more). */
async function commandLine(pid: string): Promise<string> {
  if (existsSync("/proc/self/cmdline")) {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  }
  return (await run("ps", ["-p", pid, "-o", "args="])).stdout;
}
