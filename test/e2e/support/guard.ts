import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { clusterNames, deleteCluster } from "../../../tools/clusters";
import { runMain } from "../../../tools/errors";
import { run } from "../../../tools/process";

/** How often the engine is asked to end, once a second; the second time it gives up what it is doing. */
const ATTEMPTS = 20;

/** Waits until the process that started it ends or says so, then deletes every cluster in a folder, and the folder. */
runMain(async () => {
  const [dir = ""] = process.argv.slice(2);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  await new Promise((resolve) => process.stdin.resume().once("close", resolve));
  await endEngines(`${dir}/stacks/`);
  await Promise.all(clusterNames(dir).map((name) => deleteCluster({ name, dir })));
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Ends what an interrupted test has left running: runs of the engine, whose command lines name a folder. */
async function endEngines(folder: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { stdout } = await run("ps", ["-Awwo", "pid=,args="]);
    const pids = stdout.split("\n").filter((line) => line.includes(folder));
    if (pids.length === 0) return;
    for (const line of pids) interrupt(Number.parseInt(line, 10));
    await sleep(1_000);
  }
}

function interrupt(pid: number): void {
  try {
    process.kill(pid, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
