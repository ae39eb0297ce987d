import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clusterNames, clusterRunning, deleteCluster } from "../../../tools/clusters";
import { clusterFolder, ownProcesses } from "../../../tools/clusters/files";

describe("the files of a local cluster", () => {
  let dir: string;
  const cluster = (): { name: string; dir: string } => ({ name: "c", dir });
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "flotilla-cluster-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it("forget process ids that belong to somebody else by now", async () => {
    const pids = join(clusterFolder(cluster()), "pids");
    mkdirSync(pids, { recursive: true });
    writeFileSync(join(pids, "etcd.pid"), String(process.pid));
    writeFileSync(join(pids, "kube-apiserver.pid"), "");
    expect(await ownProcesses(cluster())).toEqual([]);
    expect(existsSync(join(pids, "etcd.pid"))).toBe(false);
    expect(existsSync(join(pids, "kube-apiserver.pid"))).toBe(false);
  });

  it("are not there for a cluster that was never made", async () => {
    expect(clusterNames(dir)).toEqual([]);
    expect(await clusterRunning(cluster())).toBe(false);
    await deleteCluster(cluster());
    expect(existsSync(dir)).toBe(false);
  });
});
