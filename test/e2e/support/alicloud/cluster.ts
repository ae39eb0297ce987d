import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ManagedKubernetesArgs } from "@pulumi/alicloud/cs";
import { deleteCluster } from "../../../../tools/clusters";
import { overlap } from "./cidr";
import type { Cloud, Item } from "./cloud";
import { ApiError, IncompleteError } from "./errors";
import type { Change, Failure, Kind } from "./kind";
import { existing, vpcOf } from "./network";
import { changedKeys, type Properties, text, texts } from "./values";

const CLUSTER = "alicloud:cs/managedKubernetes:ManagedKubernetes";
/** The property that says how far a cluster is. No output of the real resource, so that it is not one here. */
export const STATE = "state";
/** The versions that are on offer, oldest first. */
export const VERSIONS: readonly string[] = ["1.33.3-aliyun.1", "1.34.1-aliyun.1"];
const SPECS: readonly string[] = ["ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge"];
/** Exactly one of them has to be given. */
const PLACES: readonly string[] = ["vswitchIds", "workerVswitchIds", "zoneIds"];

export const cluster: Kind = {
  type: CLUSTER,
  prefix: "c",
  properties: {
    name: "update",
    version: "update",
    clusterSpec: "update",
    vswitchIds: "update",
    workerVswitchIds: "createOnly",
    zoneIds: "createOnly",
    podVswitchIds: "createOnly",
    podCidr: "replace",
    serviceCidr: "replace",
    nodeCidrMask: "replace",
    proxyMode: "replace",
    clusterDomain: "replace",
    ipStack: "replace",
    profile: "replace",
    timezone: "update",
    securityGroupId: "update",
    isEnterpriseSecurityGroup: "createOnly",
    newNatGateway: "createOnly",
    slbInternetEnabled: "createOnly",
    addons: "createOnly",
    deletionProtection: "update",
    deleteOptions: "update",
    skipSetCertificateAuthority: "update",
    enableRrsa: "update",
    auditLogConfig: "update",
    controlPlaneLogProject: "update",
    controlPlaneLogTtl: "update",
    controlPlaneLogComponents: "update",
    serviceAccountIssuer: "replace",
    apiAudiences: "replace",
    encryptionProviderKey: "update",
    disableEncryption: "update",
    customSan: "update",
    maintenanceWindow: "update",
    operationPolicy: "update",
    resourceGroupId: "update",
    tags: "update",
  } satisfies Partial<Record<keyof ManagedKubernetesArgs, Change>>,
  required: [],
  name: "name",
  outputs: [
    "certificateAuthority",
    "connections",
    "vpcId",
    "slbIntranet",
    "slbInternet",
    "natGatewayId",
    "securityGroupId",
  ],
  check,
  create: ({ cloud, region }, id, inputs) => {
    if (cloud.settings.faults.clusterCreation === "refused") {
      throw new ApiError("QuotaExceeded.Cluster", "The number of clusters exceeds the quota of your account.");
    }
    const vpc = vpcOf(cloud, region, texts(inputs.vswitchIds));
    checkNetwork(inputs, vpc);
    if (!isOffered(inputs.version)) throw new ApiError("InvalidVersion", `There is no version ${inputs.version}.`);
    return {
      [STATE]: "initial",
      vpcId: vpc.id,
      securityGroupId: inputs.securityGroupId ?? `sg-${id}`,
      connections: {},
    };
  },
  complete: async ({ cloud }, item) => {
    startWorker(cloud, item.id);
    const state = await settled(cloud, item.id);
    if (state === "running") return;
    const reason = `unexpected state '${state}', wanted target 'running'. last error: the cluster could not be created`;
    throw new IncompleteError(item.id, { ...item.inputs, ...outputsOf(item) }, reason);
  },
  update: async ({ cloud, region }, { inputs }, news) => {
    if (changedKeys(inputs, news).includes("vswitchIds")) vpcOf(cloud, region, texts(news.vswitchIds));
    if (!isOffered(news.version)) throw new ApiError("InvalidVersion", `There is no version ${news.version}.`);
    if (text(news.version) !== "" && text(news.version) < text(inputs.version)) {
      throw new ApiError("InvalidVersion", `${inputs.version} cannot become ${news.version}.`);
    }
  },
  delete: async ({ cloud }, { id, inputs, outputs }) => {
    if (inputs.deletionProtection === true) {
      throw new ApiError("ErrorClusterDeletionProtection", `Deletion protection of the cluster ${id} is enabled.`);
    }
    if (outputs[STATE] === "initial") throw new ApiError("ErrorClusterState", `The cluster ${id} is being created.`);
    await removeCluster(cloud, id);
  },
};

/** Removes a cluster with everything that was made for it alone. */
export async function removeCluster(cloud: Cloud, id: string): Promise<void> {
  await deleteCluster({ name: id, dir: cloud.settings.clusters });
  for (const { id: pool, inputs } of cloud.list()) if (inputs.clusterId === id) cloud.remove(pool);
  cloud.remove(id);
}

/** A cluster that runs. */
export function runningCluster(cloud: Cloud, region: string, id: string): Item {
  const item = existing(cloud, CLUSTER, id, region, "ErrorClusterNotFound");
  if (item.outputs[STATE] === "running") return item;
  throw new ApiError("ErrorClusterState", `The cluster ${id} is in the state ${item.outputs[STATE]}.`);
}

/** The clusters of a region, as the service lists them. */
export function clustersIn(cloud: Cloud, region: string): Item[] {
  return cloud.list(CLUSTER).filter((item) => item.region === region);
}

/** What the real resource tells. */
export function outputsOf({ outputs }: Item): Properties {
  return Object.fromEntries(Object.entries(outputs).filter(([key]) => key !== STATE));
}

function check(inputs: Properties): Failure[] {
  const places = PLACES.filter((key) => inputs[key] !== undefined);
  const failures: Failure[] = [];
  if (places.length !== 1) {
    failures.push({ property: "vswitchIds", reason: `exactly one of ${PLACES.join(", ")} must be specified` });
  }
  for (const property of ["workerVswitchIds", "zoneIds"].filter((key) => inputs[key] !== undefined)) {
    failures.push({ property, reason: "flotilla has no use for it" });
  }
  if (inputs.clusterSpec !== undefined && !SPECS.includes(text(inputs.clusterSpec))) {
    failures.push({ property: "clusterSpec", reason: `expected one of ${SPECS.join(", ")}` });
  }
  if (inputs.securityGroupId !== undefined && inputs.isEnterpriseSecurityGroup !== undefined) {
    failures.push({ property: "isEnterpriseSecurityGroup", reason: "conflicts with securityGroupId" });
  }
  return failures;
}

/** Pods need addresses of their own, and no two networks may share some. */
function checkNetwork({ podCidr, podVswitchIds, serviceCidr }: Properties, vpc: Item): void {
  if ((podCidr === undefined) === (podVswitchIds === undefined)) {
    throw new ApiError("InvalidContainerCidr", "Either a pod CIDR block or vSwitches for pods are needed.");
  }
  const networks = { VPC: vpc.inputs.cidrBlock, pods: podCidr, services: serviceCidr };
  const known = Object.entries(networks).filter(([, cidr]) => cidr !== undefined);
  for (const [index, [name, cidr]] of known.entries()) {
    const clash = known.slice(index + 1).find(([, other]) => overlap(text(cidr), text(other)));
    if (clash) throw new ApiError("InvalidCidr.Conflict", `The CIDR blocks of ${name} and ${clash[0]} overlap.`);
  }
}

function isOffered(version: unknown): boolean {
  return version === undefined || VERSIONS.includes(text(version));
}

/** The cloud goes on with a cluster, whatever becomes of who has asked for it. */
function startWorker({ folder }: Cloud, id: string): void {
  const args = ["--import", "tsx", join(__dirname, "worker.ts"), folder, id];
  spawn(process.execPath, args, { detached: true, stdio: "ignore", cwd: join(__dirname, "../../../..") }).unref();
}

async function settled(cloud: Cloud, id: string): Promise<unknown> {
  for (;;) {
    const state = cloud.get(id)?.outputs[STATE];
    if (state !== "initial") return state;
    await sleep(200);
  }
}
