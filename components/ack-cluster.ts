import { ManagedKubernetes } from "@pulumi/alicloud/cs/managedKubernetes";
import type { NodePool } from "@pulumi/alicloud/cs/nodePool";
import * as pulumi from "@pulumi/pulumi";
import { CREDENTIAL_MINUTES } from "../model/ack/build";
import type { AckClusterArgs, AckPodNetworkArgs } from "./ack/args";
import { askForCredential } from "./ack/credentials";
import { type AckNetworkResources, makeNetwork, makeVswitches } from "./ack/network";
import { makeNodePool } from "./ack/node-pools";
import { mistake } from "./mistake";

export type { AckClusterArgs, AckNetworkArgs, AckNodePoolArgs, AckPodNetworkArgs } from "./ack/args";

/** What the cloud leaves behind of a cluster keeps its network from being deleted; logs keep nothing. */
const DELETE_OPTIONS = [
  { resourceType: "SLB", deleteMode: "delete" },
  { resourceType: "ALB", deleteMode: "delete" },
  { resourceType: "SLS_Data", deleteMode: "retain" },
  { resourceType: "SLS_ControlPlane", deleteMode: "retain" },
];

/** An ACK cluster in Alibaba Cloud, with its network and its nodes. Creating one takes about 15 minutes. */
export class AckCluster extends pulumi.ComponentResource {
  /** The cluster without its nodes: what runs in it lives and dies with it. */
  readonly cluster: ManagedKubernetes;
  /** The nodes. */
  readonly nodePools: readonly NodePool[];
  /** Id of the cluster in Alibaba Cloud. */
  readonly clusterId: pulumi.Output<string>;
  readonly #minutes: number;

  constructor(name: string, args: AckClusterArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("flotilla:index:AckCluster", name, {}, opts);
    const { network, podNetwork, nodePools = [], name: cloudName = name, deletionProtection = true, ...rest } = args;
    const { credentialMinutes = CREDENTIAL_MINUTES, ...settings } = rest;
    this.#minutes = credentialMinutes;
    const child = { parent: this, protect: deletionProtection };
    const made = makeNetwork(name, network, settings.tags, child);
    const pods = this.podSettings(name, podNetwork, made, settings.tags, child);
    this.cluster = new ManagedKubernetes(
      name,
      {
        clusterSpec: "ack.pro.small",
        newNatGateway: true,
        slbInternetEnabled: true,
        deleteOptions: DELETE_OPTIONS,
        ...settings,
        ...pods,
        addons: withNetworkAddon(podNetwork, settings.addons),
        name: cloudName,
        vswitchIds: made.vswitchIds,
        deletionProtection,
        // The provider would keep the key of an administrator in the state.
        skipSetCertificateAuthority: true,
        ...(settings.encryptionProviderKey === undefined ? {} : { disableEncryption: false }),
      },
      // Its name is unique in the account, so the old one has to go first.
      { ...child, deleteBeforeReplace: true },
    );
    this.clusterId = this.cluster.id;
    const pools = { name, clusterId: this.clusterId, vswitchIds: made.vswitchIds, tags: settings.tags };
    this.nodePools = nodePools.map((pool) => makeNodePool(pools, pool, { parent: this, deletedWith: this.cluster }));
    this.registerOutputs();
  }

  /** A kubeconfig with credentials that are new in every run, and good for a while. Secret. */
  get kubeconfig(): pulumi.Output<string> {
    const asked = this.clusterId.apply((id) => askForCredential(id, this.#minutes, { parent: this }));
    return pulumi.secret(asked.kubeconfig);
  }

  private podSettings(
    name: string,
    pods: AckPodNetworkArgs,
    { vpcId }: AckNetworkResources,
    tags: AckClusterArgs["tags"],
    opts: pulumi.CustomResourceOptions,
  ) {
    if ("podCidr" in pods) return { podCidr: pods.podCidr };
    if ("vswitchIds" in pods) return { podVswitchIds: pods.vswitchIds };
    if (vpcId === undefined) throw mistake("new vswitches for pods need the vpcId of the network", this);
    return { podVswitchIds: makeVswitches(`${name}-pods`, vpcId, pods.vswitches, tags, opts) };
  }
}

/** The addons of a new cluster, with the one that makes its network. */
function withNetworkAddon({ type }: AckPodNetworkArgs, addons: AckClusterArgs["addons"]): AckClusterArgs["addons"] {
  const network = { name: type === "flannel" ? "flannel" : "terway-eniip" };
  return pulumi.output(addons).apply((given = []) => {
    const isThere = given.some((addon) => addon.name === network.name);
    return isThere ? given : [network, ...given];
  });
}
