import type { ManagedKubernetesArgs } from "@pulumi/alicloud/cs/managedKubernetes";
import type { NodePoolArgs } from "@pulumi/alicloud/cs/nodePool";
import type { Input } from "@pulumi/pulumi";
import type { AckNodePool, PassedSettings, Vswitch } from "../../model/ack/types";

type Inputs = Input<Input<string>[]>;

/** What nodes and control plane are connected to: a new VPC, or an existing one; in it new vswitches, or existing ones. */
export type AckNetworkArgs =
  | { vpcCidr: Input<string>; vswitches: readonly Vswitch[] }
  | { vpcId: Input<string>; vswitches: readonly Vswitch[] }
  | { vpcId?: Input<string>; vswitchIds: Inputs };

/** What pods are connected to: a network of their own, or vswitches. */
export type AckPodNetworkArgs =
  | { type: "flannel"; podCidr: Input<string> }
  | { type: "terway"; vswitches: readonly Vswitch[] }
  | { type: "terway"; vswitchIds: Inputs };

/** Fields of a node pool that go to the cloud as they are. */
type PassedPoolField = Exclude<keyof AckNodePool, keyof OwnPoolFields>;

interface OwnPoolFields {
  /** Name, unique in the cluster. Another name is another node pool. */
  name: string;
  /** Number of nodes; leave it out for a node pool that scales itself. */
  desiredSize?: number | undefined;
  /** Bounds between which the number of nodes follows what runs. */
  scalingConfig?: { minSize: number; maxSize: number } | undefined;
  /** Labels of the nodes. Default: none. */
  labels?: Readonly<Record<string, string>> | undefined;
}

/** Nodes of one kind. What is not said here is called, and means, as in `alicloud.cs.NodePool`. */
export interface AckNodePoolArgs extends OwnPoolFields, Pick<NodePoolArgs, PassedPoolField> {}

/** Arguments of {@link AckCluster}. What is not said here is called, and means, as in `alicloud.cs.ManagedKubernetes`. */
export interface AckClusterArgs extends Pick<ManagedKubernetesArgs, keyof PassedSettings> {
  /** What control plane and nodes are connected to. */
  network: AckNetworkArgs;
  /** What pods are connected to. Cannot be changed later. */
  podNetwork: AckPodNetworkArgs;
  /** The nodes. Default: none. */
  nodePools?: readonly AckNodePoolArgs[];
  /** Name in Alibaba Cloud, unique in the account. Default: the resource's name. */
  name?: string;
  /** Whether neither Pulumi nor the cloud deletes the cluster and its network. Default: true. */
  deletionProtection?: boolean;
  /** How long the credentials of {@link AckCluster.kubeconfig} are good, in minutes. Default: 60. */
  credentialMinutes?: number;
}
