import { rmSync } from "node:fs";
import { clusterNames, deleteCluster } from "../clusters";
import { ensureEngine } from "../engine";
import { runMain } from "../errors";
import { FLOTILLA_DIR } from "../paths";
import { say } from "../progress";
import { CLUSTERS_DIR } from "./fleet";
import { readRecord } from "./record";
import { openStack, STACK_FILE } from "./stack";

/** `npm run demo:down`: leaves no process and no file; on the user's own clusters, nothing that the demo delivered. */
runMain(async () => {
  const record = readRecord();
  if (record === undefined) {
    say("The demo is not up: nothing to take down.");
    return;
  }
  if (record.contexts && record.configured) {
    const stack = await openStack(await ensureEngine());
    await stack.show(["destroy", "--yes", "--skip-preview"]);
  }
  await Promise.all(clusterNames(CLUSTERS_DIR).map((name) => deleteCluster({ name, dir: CLUSTERS_DIR })));
  rmSync(STACK_FILE, { force: true });
  rmSync(FLOTILLA_DIR, { recursive: true, force: true });
  say("The demo is down: its clusters, its stack and its files are gone.");
});
