import { z } from "zod";
import { nodePoolSchema } from "./node-pool-schema";
import { passedFields } from "./passed-fields";
import { cidr, named } from "./values";

const vswitch = z.strictObject({
  zone: named.describe("Zone, such as `cn-beijing-h`"),
  cidr: cidr.describe("Addresses, a part of the VPC's"),
});

const network = z.strictObject({
  vpcCidr: cidr.optional().describe("Addresses of a new VPC"),
  vpcId: named.optional().describe("An existing VPC, instead of a new one"),
  vswitches: z
    .array(vswitch)
    .min(1)
    .optional()
    .describe("New vswitches for control plane and nodes, one for each zone"),
  vswitchIds: z.array(named).min(1).optional().describe("Existing vswitches, instead of new ones"),
});

const podNetwork = z.strictObject({
  type: z.enum(["flannel", "terway"]).default("flannel").describe("Network plugin"),
  podCidr: cidr.optional().describe("Addresses of pods; only flannel. Default: `172.20.0.0/16`"),
  vswitches: z.array(vswitch).min(1).optional().describe("New vswitches for pods, one for each zone; only terway"),
  vswitchIds: z.array(named).min(1).optional().describe("Existing vswitches for pods; only terway"),
});

/** `ack` of an entry of `flotilla:clusters` as it is written. */
export const ackSchema = z.strictObject({
  region: named.describe("Region, such as `cn-beijing`"),
  id: named.optional().describe("Id of a cluster that exists and is only joined, such as `c1234…`. Nothing is created"),
  credentialMinutes: z
    .int()
    .min(15)
    .max(4320)
    .optional()
    .describe("How long the credentials that a run asks for are good, in minutes. Default: 60"),
  name: named.optional().describe("Name in Alibaba Cloud, unique in the account. Default: the cluster's name"),
  network: network.optional(),
  podNetwork: podNetwork.optional(),
  nodePools: z.array(nodePoolSchema).optional(),
  deletionProtection: z.boolean().optional().describe("Whether neither Pulumi nor the cloud deletes it. Default: true"),
  allowReplacement: z
    .boolean()
    .optional()
    .describe(
      "Whether a change that the cloud cannot make replaces the cluster, with all that runs in it. Default: false",
    ),
  ...passedFields,
});

/** {@link ackSchema}, parsed. */
export type WrittenAck = z.infer<typeof ackSchema>;
export type WrittenVswitch = z.infer<typeof vswitch>;
