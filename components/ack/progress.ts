import * as pulumi from "@pulumi/pulumi";
import type { AckCluster } from "../ack-cluster";

/** Says when a cluster that is being created is there, and when its nodes are. */
export function tellProgress(name: string, cluster: AckCluster | undefined): void {
  if (cluster === undefined || pulumi.runtime.isDryRun()) return;
  const pools = cluster.nodePools.length;
  const say = (text: string) => void pulumi.log.info(`cluster "${name}": ${text}`, cluster);
  cluster.clusterId.apply((id) => say(`the control plane is there (${id}); nodes follow`));
  if (pools > 0) pulumi.all(cluster.nodePools.map((pool) => pool.id)).apply(() => say("its nodes are there"));
}
