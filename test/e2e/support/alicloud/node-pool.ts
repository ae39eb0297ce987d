import { setTimeout as sleep } from "node:timers/promises";
import type { NodePoolArgs } from "@pulumi/alicloud/cs";
import { ask } from "../../../../tools/clusters/api";
import { clusterAccess } from "../../../../tools/clusters/files";
import type { Cloud } from "./cloud";
import { runningCluster } from "./cluster";
import { ApiError } from "./errors";
import type { Change, Failure, Kind } from "./kind";
import { vpcOf } from "./network";
import { type Properties, text, texts } from "./values";

/** How long new nodes may take to become ready, in milliseconds. */
const READY_WITHIN = 120_000;

export const nodePool: Kind = {
  type: "alicloud:cs/nodePool:NodePool",
  prefix: "np",
  properties: {
    clusterId: "replace",
    nodePoolName: "update",
    vswitchIds: "update",
    instanceTypes: "update",
    desiredSize: "update",
    scalingConfig: "update",
    systemDiskCategory: "update",
    systemDiskSize: "update",
    systemDiskPerformanceLevel: "update",
    dataDisks: "update",
    spotStrategy: "update",
    resourceGroupId: "update",
    imageType: "update",
    runtimeName: "update",
    runtimeVersion: "update",
    installCloudMonitor: "update",
    instanceChargeType: "replace",
    keyName: "update",
    password: "update",
    labels: "update",
    taints: "update",
    management: "update",
    securityGroupIds: "replace",
    tags: "update",
  } satisfies Partial<Record<keyof NodePoolArgs, Change>>,
  required: ["clusterId"],
  name: "nodePoolName",
  outputs: ["nodePoolId", "scalingGroupId", "securityGroupId"],
  check: ({ desiredSize, vswitchIds, instanceTypes, keyName, password, scalingConfig }) => {
    const failures: Failure[] = [];
    const wrong = (property: string, reason: string) => failures.push({ property, reason });
    if (desiredSize !== undefined && typeof desiredSize !== "string") wrong("desiredSize", "expected a string");
    if (vswitchIds === undefined) wrong("vswitchIds", "is required to create nodes");
    if (instanceTypes === undefined) wrong("instanceTypes", "is required to create nodes");
    if (keyName !== undefined && password !== undefined) wrong("keyName", "conflicts with password");
    if (scalingConfig !== undefined && desiredSize !== undefined) wrong("desiredSize", "conflicts with scalingConfig");
    return failures;
  },
  create: ({ cloud, region }, id, inputs) => {
    const { faults } = cloud.settings;
    const { outputs, inputs: owner } = runningCluster(cloud, region, text(inputs.clusterId));
    if (faults.nodePoolCreation === "refused") {
      throw new ApiError("OperationDenied.NoStock", "The requested instance types are sold out in the zone.");
    }
    if (vpcOf(cloud, region, texts(inputs.vswitchIds)).id !== vpcOf(cloud, region, texts(owner.vswitchIds)).id) {
      throw new ApiError("InvalidVSwitchIds", "The vSwitches do not belong to the VPC of the cluster.");
    }
    return { nodePoolId: id, scalingGroupId: `asg-${id}`, securityGroupId: outputs.securityGroupId };
  },
  complete: ({ cloud }, { id, inputs }) => scale(cloud, id, inputs),
  update: async ({ cloud }, { id }, news) => scale(cloud, id, news),
  delete: ({ cloud }, { id, inputs }) => scale(cloud, id, { ...inputs, desiredSize: "0", scalingConfig: undefined }),
};

interface Node {
  metadata: { name: string };
  status?: { conditions?: { type: string; status: string }[] };
}

/** Gives a pool as many nodes as it wants, and waits until they are ready. */
async function scale(cloud: Cloud, pool: string, inputs: Properties): Promise<void> {
  const access = clusterAccess({ name: text(inputs.clusterId), dir: cloud.settings.clusters });
  const list = async (): Promise<Node[]> => {
    const { body } = await ask(access, "GET", `/api/v1/nodes?labelSelector=alibabacloud.com/nodepool-id=${pool}`);
    return (JSON.parse(body) as { items: Node[] }).items;
  };
  const present = await list();
  const wanted = sizeOf(inputs);
  for (const { metadata } of present.slice(wanted)) await ask(access, "DELETE", `/api/v1/nodes/${metadata.name}`);
  for (let number = present.length; number < wanted; number += 1) {
    await ask(access, "POST", "/api/v1/nodes", nodeOf(pool, number, inputs));
  }
  const deadline = Date.now() + READY_WITHIN;
  while ((await list()).filter(isReady).length !== wanted) {
    if (Date.now() > deadline) throw new ApiError("ErrorNodePool", `The nodes of ${pool} do not get ready.`);
    await sleep(200);
  }
}

function sizeOf({ desiredSize, scalingConfig }: Properties): number {
  const { enable, minSize } = (scalingConfig ?? {}) as { enable?: boolean; minSize?: number };
  return enable ? (minSize ?? 0) : Number(desiredSize ?? 0);
}

function nodeOf(pool: string, number: number, { labels, taints }: Properties): object {
  const own = (Array.isArray(labels) ? labels : []) as { key: string; value?: string }[];
  const name = `${pool}-${number}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: {
        ...Object.fromEntries(own.map(({ key, value }) => [key, value ?? ""])),
        "alibabacloud.com/nodepool-id": pool,
        "kubernetes.io/hostname": name,
        type: "kwok",
      },
    },
    spec: { taints: Array.isArray(taints) ? taints : [] },
  };
}

function isReady({ status }: Node): boolean {
  return status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") ?? false;
}
