import { NodePool } from "@pulumi/alicloud/cs/nodePool";
import type * as pulumi from "@pulumi/pulumi";
import type { AckNodePoolArgs } from "./args";

/** What all node pools of a cluster have in common. */
export interface NodePoolCluster {
  name: string;
  clusterId: pulumi.Input<string>;
  /** Where nodes are when their pool does not say it. */
  vswitchIds: pulumi.Input<pulumi.Input<string>[]>;
  tags: AckNodePoolArgs["tags"];
}

/** Creates a node pool, called `<cluster>-<pool>`. Its nodes repair themselves, and come and go without losing what runs elsewhere. */
export function makeNodePool(
  cluster: NodePoolCluster,
  pool: AckNodePoolArgs,
  opts: pulumi.CustomResourceOptions,
): NodePool {
  const { name, desiredSize, scalingConfig, labels = {}, ...passed } = pool;
  const tags = passed.tags ?? cluster.tags;
  const args = {
    systemDiskCategory: "cloud_essd",
    systemDiskSize: 120,
    imageType: "AliyunLinux3",
    installCloudMonitor: true,
    management: { enable: true, autoRepair: true, autoUpgrade: false },
    vswitchIds: cluster.vswitchIds,
    ...passed,
    clusterId: cluster.clusterId,
    nodePoolName: name,
    labels: Object.entries(labels).map(([key, value]) => ({ key, value })),
    ...(desiredSize === undefined ? {} : { desiredSize: String(desiredSize) }),
    ...(scalingConfig === undefined ? {} : { scalingConfig: { enable: true, ...scalingConfig } }),
    ...(tags === undefined ? {} : { tags }),
  };
  return new NodePool(`${cluster.name}-${name}`, args, opts);
}
