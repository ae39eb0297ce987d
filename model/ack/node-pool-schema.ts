import { z } from "zod";
import { labelsSchema } from "../schema";
import { named, tags } from "./values";

const count = z.int().min(0).max(1000);

const taint = z.strictObject({
  key: named,
  value: z.string().optional(),
  effect: z.enum(["NoSchedule", "NoExecute", "PreferNoSchedule"]),
});

const dataDisk = z.strictObject({
  category: named.optional(),
  size: z.int().min(20).max(32768).optional(),
  performanceLevel: named.optional(),
});

/** An entry of `ack.nodePools` as it is written. What is not said here is called as in `alicloud.cs.NodePool`. */
export const nodePoolSchema = z.strictObject({
  name: named.describe("Name, unique in the cluster. Another name is another node pool"),
  instanceTypes: z.array(named).min(1).describe("The first one that is to be had is taken"),
  desiredSize: count.optional().describe("Number of nodes. Default: 2, unless it scales itself"),
  scalingConfig: z
    .strictObject({ minSize: count, maxSize: count })
    .optional()
    .describe("Bounds between which the number of nodes follows what runs, instead of desiredSize"),
  labels: labelsSchema.optional().describe("Labels of the nodes"),
  taints: z.array(taint).optional(),
  systemDiskCategory: named.optional(),
  systemDiskSize: z.int().min(20).max(32768).optional(),
  systemDiskPerformanceLevel: named.optional(),
  dataDisks: z.array(dataDisk).optional(),
  imageType: named.optional(),
  keyName: named.optional(),
  spotStrategy: z.enum(["NoSpot", "SpotAsPriceGo"]).optional(),
  installCloudMonitor: z.boolean().optional(),
  resourceGroupId: named.optional(),
  securityGroupIds: z.array(named).optional(),
  vswitchIds: z.array(named).min(1).optional(),
  tags: tags.optional(),
});

/** {@link nodePoolSchema}, parsed. */
export type WrittenNodePool = z.infer<typeof nodePoolSchema>;
