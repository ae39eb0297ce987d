import { rmSync } from "node:fs";
import { clusterNames, deleteCluster } from "../../../tools/clusters";
import { runMain } from "../../../tools/errors";

/** Waits until the process that started it ends or says so, then deletes every cluster in a folder, and the folder. */
runMain(async () => {
  const [dir = ""] = process.argv.slice(2);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
  await new Promise((resolve) => process.stdin.resume().once("close", resolve));
  await Promise.all(clusterNames(dir).map((name) => deleteCluster({ name, dir })));
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});
