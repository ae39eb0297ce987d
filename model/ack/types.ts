import type { z } from "zod";
import type { WrittenNodePool } from "./node-pool-schema";
import type { passedFields } from "./passed-fields";

/** A vswitch that is created: its zone, and its part of the VPC's addresses. */
export interface Vswitch {
  zone: string;
  cidr: string;
}

/** What nodes and control plane are connected to: a new VPC, or an existing one; in it new vswitches, or existing ones. */
export type AckNetwork =
  | { vpcCidr: string; vswitches: Vswitch[] }
  | { vpcId: string; vswitches: Vswitch[] }
  | { vpcId?: string; vswitchIds: string[] };

/** What pods are connected to: a network of their own, or vswitches. */
export type AckPodNetwork =
  | { type: "flannel"; podCidr: string }
  | { type: "terway"; vswitches: Vswitch[] }
  | { type: "terway"; vswitchIds: string[] };

/** Nodes of one kind. `desiredSize` is left out when there is a `scalingConfig`. */
export type AckNodePool = WrittenNodePool;

/** Fields that go to `alicloud.cs.ManagedKubernetes` as they are. */
export type PassedSettings = z.infer<z.ZodObject<typeof passedFields>>;

/** An ACK cluster that is created. */
export interface AckCreation {
  network: AckNetwork;
  podNetwork: AckPodNetwork;
  nodePools: AckNodePool[];
  deletionProtection: boolean;
  allowReplacement: boolean;
  /** Name in Alibaba Cloud, when it is not the cluster's. */
  name?: string;
  /** What goes to the cloud as it is. */
  settings: PassedSettings & { clusterSpec: string; serviceCidr: string };
}

/** How a cluster in Alibaba Cloud is come by and reached: one that exists, by its `id`, or one that is created. */
export interface AckSettings {
  region: string;
  /** How long credentials are good that a run asks for. */
  credentialMinutes: number;
  id?: string;
  create?: AckCreation;
}
