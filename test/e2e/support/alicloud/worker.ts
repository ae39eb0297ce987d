import { setTimeout as sleep } from "node:timers/promises";
import { startCluster } from "../../../../tools/clusters";
import { runMain } from "../../../../tools/errors";
import { prepareAccess } from "./access";
import { Cloud } from "./cloud";
import { STATE } from "./cluster";

/** Creates one cluster, as the cloud's own machinery: `worker.ts <the cloud's folder> <the cluster's id>`. */
runMain(async () => {
  const [folder = "", id = ""] = process.argv.slice(2);
  const cloud = new Cloud(folder);
  while (cloud.settings.faults.clusterCreation === "hangs") await sleep(200);
  const { faults, clusters } = cloud.settings;
  const ref = { name: id, dir: clusters };
  const broken = faults.clusterCreation === "fails" || !(await started(ref));
  const item = cloud.get(id);
  if (item === undefined) return;
  const outputs = broken ? item.outputs : { ...item.outputs, connections: await prepareAccess(ref) };
  cloud.put({ ...item, outputs: { ...outputs, [STATE]: broken ? "failed" : "running" } });
});

async function started(ref: { name: string; dir: string }): Promise<boolean> {
  return startCluster({ ...ref, nodes: 0 }).then(
    () => true,
    () => false,
  );
}
