import type { ManagedKubernetesArgs } from "@pulumi/alicloud/cs/managedKubernetes";
import type { NodePoolArgs } from "@pulumi/alicloud/cs/nodePool";
import { isSecret } from "@pulumi/pulumi";
import { describe, expect, expectTypeOf, it } from "vitest";
import { AckCluster, type AckClusterArgs, type AckNodePoolArgs } from "../../components/ack-cluster";
import type { AckCreation, AckNodePool, PassedSettings } from "../../model/ack/types";
import { type Registration, record } from "../support/monitor";

const KUBECONFIG = JSON.stringify({
  "current-context": "a",
  contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
  clusters: [{ name: "a", cluster: { server: "https://192.0.2.1:6443" } }],
  users: [{ name: "a", user: { token: "PLANTED" } }],
});

const vswitches = [{ zone: "cn-beijing-h", cidr: "10.0.0.0/20" }];
const MINIMAL: AckClusterArgs = {
  network: { vpcCidr: "10.0.0.0/16", vswitches },
  podNetwork: { type: "flannel", podCidr: "172.20.0.0/16" },
  serviceCidr: "172.21.0.0/20",
};

const made = (args: AckClusterArgs, opts = {}) => record(() => new AckCluster("poc", args, opts));
const only = (all: readonly Registration[], type: string) => {
  const found = all.filter((one) => one.type.endsWith(`:${type}`));
  expect(found).toHaveLength(1);
  return found[0] as Registration;
};

describe("an ACK cluster", () => {
  it("has safe defaults: protected, without keys in the state, and nothing left that would keep its network", async () => {
    const all = await made(MINIMAL);
    expect(all).toHaveLength(4);
    const cluster = only(all, "ManagedKubernetes");
    expect(cluster).toMatchObject({ parent: "poc", protect: true, deleteBeforeReplace: true });
    expect(cluster.inputs).toEqual({
      name: "poc",
      clusterSpec: "ack.pro.small",
      vswitchIds: ["poc-cn-beijing-h-id"],
      podCidr: "172.20.0.0/16",
      serviceCidr: "172.21.0.0/20",
      newNatGateway: true,
      slbInternetEnabled: true,
      deletionProtection: true,
      skipSetCertificateAuthority: true,
      addons: [{ name: "flannel" }],
      deleteOptions: [
        { resourceType: "SLB", deleteMode: "delete" },
        { resourceType: "ALB", deleteMode: "delete" },
        { resourceType: "SLS_Data", deleteMode: "retain" },
        { resourceType: "SLS_ControlPlane", deleteMode: "retain" },
      ],
    });
    expect(only(all, "Network")).toMatchObject({ name: "poc", protect: true, inputs: { cidrBlock: "10.0.0.0/16" } });
    expect(only(all, "Switch").inputs).toEqual({
      ...{ vpcId: "poc-id", zoneId: "cn-beijing-h", cidrBlock: "10.0.0.0/20", vswitchName: "poc-cn-beijing-h" },
    });
  });

  it("creates nothing of a network that exists", async () => {
    const all = await made({
      ...MINIMAL,
      network: { vpcId: "vpc-1", vswitchIds: ["vsw-1"] },
      podNetwork: { type: "terway", vswitchIds: ["vsw-2"] },
    });
    expect(all.map(({ type }) => type.split(":").at(-1))).toEqual(["AckCluster", "ManagedKubernetes"]);
    expect(only(all, "ManagedKubernetes").inputs).toMatchObject({
      ...{ vswitchIds: ["vsw-1"], podVswitchIds: ["vsw-2"], addons: [{ name: "terway-eniip" }] },
    });
    expect(only(all, "ManagedKubernetes").inputs).not.toHaveProperty("podCidr");
  });

  it("gives pods vswitches of their own in the cluster's VPC", async () => {
    const pods = { type: "terway", vswitches: [{ zone: "cn-beijing-h", cidr: "10.0.16.0/20" }] } as const;
    const all = await made({ ...MINIMAL, podNetwork: pods });
    const names = all.filter(({ type }) => type.endsWith(":Switch")).map(({ name, inputs }) => [name, inputs.vpcId]);
    expect(names.sort()).toEqual([
      ["poc-cn-beijing-h", "poc-id"],
      ["poc-pods-cn-beijing-h", "poc-id"],
    ]);
    expect(only(all, "ManagedKubernetes").inputs.podVswitchIds).toEqual(["poc-pods-cn-beijing-h-id"]);
  });

  it("refuses new vswitches for pods in a VPC that it does not know", async () => {
    const network = { vswitchIds: ["vsw-1"] };
    const program = made({ ...MINIMAL, network, podNetwork: { type: "terway", vswitches } });
    await expect(program).rejects.toThrow("new vswitches for pods need the vpcId of the network");
  });

  it("passes on what the cloud knows, the addon of the network only once", async () => {
    const settings = {
      ...{ name: "poc-prod", version: "1.34.1-aliyun.1", deletionProtection: false, slbInternetEnabled: false },
      ...{ addons: [{ name: "flannel", version: "v1" }, { name: "arms-prometheus" }], encryptionProviderKey: "key-1" },
      ...{ tags: { team: "a" }, resourceGroupId: "rg-1" },
    };
    const all = await made({ ...MINIMAL, ...settings });
    const cluster = only(all, "ManagedKubernetes");
    expect(cluster.inputs).toMatchObject({ ...settings, disableEncryption: false });
    expect(all.filter(({ protect }) => protect)).toEqual([]);
    expect(only(all, "Network").inputs.tags).toEqual({ team: "a" });
  });

  it("has nodes that go with it, as many as are wanted, as text", async () => {
    const all = await made({
      ...MINIMAL,
      nodePools: [
        {
          ...{ name: "apps", instanceTypes: ["ecs.g7.large"], desiredSize: 3, labels: { tier: "apps" } },
          ...{ taints: [{ key: "a", effect: "NoSchedule" }], systemDiskSize: 40, keyName: "ops" },
        },
        { name: "burst", instanceTypes: ["ecs.g7.large"], scalingConfig: { minSize: 0, maxSize: 5 } },
      ],
    });
    const pools = all.filter(({ type }) => type.endsWith(":NodePool")).sort((a, b) => a.name.localeCompare(b.name));
    expect(pools.map(({ name, deletedWith, protect }) => ({ name, deletedWith, protect }))).toEqual([
      { name: "poc-apps", deletedWith: "poc", protect: false },
      { name: "poc-burst", deletedWith: "poc", protect: false },
    ]);
    const common = {
      ...{ clusterId: "poc-id", vswitchIds: ["poc-cn-beijing-h-id"], instanceTypes: ["ecs.g7.large"] },
      ...{ imageType: "AliyunLinux3", systemDiskCategory: "cloud_essd", installCloudMonitor: true },
      management: { enable: true, autoRepair: true, autoUpgrade: false },
    };
    expect(pools.map(({ inputs }) => inputs)).toEqual([
      {
        ...{ ...common, nodePoolName: "apps", desiredSize: "3", labels: [{ key: "tier", value: "apps" }] },
        ...{ taints: [{ key: "a", effect: "NoSchedule" }], systemDiskSize: 40, keyName: "ops" },
      },
      {
        ...{ ...common, nodePoolName: "burst", labels: [], systemDiskSize: 120 },
        scalingConfig: { enable: true, minSize: 0, maxSize: 5 },
      },
    ]);
  });

  it("names everything after itself, as the engine finds children of something that was renamed only then", async () => {
    const all = await made({ ...MINIMAL, nodePools: [{ name: "a", instanceTypes: ["x"] }] });
    expect(all.map(({ name }) => name.split("-")[0])).toEqual(["poc", "poc", "poc", "poc", "poc"]);
  });

  it("gives a kubeconfig for as long as it is told, as a secret", async () => {
    const asked: unknown[] = [];
    await record(
      async () => {
        const { kubeconfig } = new AckCluster("poc", { ...MINIMAL, credentialMinutes: 30 });
        expect(await isSecret(kubeconfig)).toBe(true);
      },
      ({ inputs }) => {
        asked.push(inputs);
        return { kubeConfig: KUBECONFIG, expiration: "2026-01-01T00:00:00Z" };
      },
    );
    expect(asked).toEqual([{ clusterId: "poc-id", temporaryDurationMinutes: 30 }]);
  });
});

it("takes what the stack's configuration says, and passes on only what the package knows", () => {
  expectTypeOf<AckCreation["settings"]>().toExtend<Partial<AckClusterArgs>>();
  expectTypeOf<Pick<AckCreation, "network" | "podNetwork" | "nodePools">>().toExtend<Partial<AckClusterArgs>>();
  expectTypeOf<PassedSettings>().toExtend<ManagedKubernetesArgs>();
  expectTypeOf<AckNodePool>().toExtend<AckNodePoolArgs>();
  expectTypeOf<Omit<AckNodePool, "name" | "desiredSize" | "labels">>().toExtend<Partial<NodePoolArgs>>();
});
