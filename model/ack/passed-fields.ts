import { z } from "zod";
import { cidr, named, tags } from "./values";

const addon = z.strictObject({
  name: named,
  version: named.optional(),
  config: z.string().optional().describe("The addon's own configuration, as JSON text"),
  disabled: z.boolean().optional(),
});

const maintenanceWindow = z.strictObject({
  enable: z.boolean().default(true),
  maintenanceTime: named.describe("First start, such as `2026-01-15T02:00:00.000+08:00`"),
  duration: named.default("3h"),
  weeklyPeriod: named.default("Thursday").describe("Days, separated by commas"),
});

const upgrades = z.strictObject({
  enabled: z.boolean(),
  channel: z.enum(["patch", "stable", "rapid"]).optional(),
});

const deleteOption = z.strictObject({
  resourceType: z.enum(["SLB", "ALB", "SLS_Data", "SLS_ControlPlane"]),
  deleteMode: z.enum(["delete", "retain"]),
});

const logComponent = z.enum(["apiserver", "kcm", "scheduler", "ccm", "controlplane-events"]);

/** Fields of `ack` that go to `alicloud.cs.ManagedKubernetes` as they are, under the names they have there. */
export const passedFields = {
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+-aliyun\.\d+$/)
    .optional(),
  clusterSpec: z
    .enum(["ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"])
    .optional(),
  serviceCidr: cidr.optional(),
  nodeCidrMask: z.int().min(24).max(28).optional(),
  proxyMode: z.enum(["ipvs", "iptables", "nftables"]).optional(),
  clusterDomain: named.optional(),
  serviceAccountIssuer: named.optional(),
  apiAudiences: z.array(named).optional(),
  newNatGateway: z.boolean().optional(),
  slbInternetEnabled: z.boolean().optional(),
  securityGroupId: named.optional(),
  isEnterpriseSecurityGroup: z.boolean().optional(),
  resourceGroupId: named.optional(),
  customSan: named.optional(),
  timezone: named.optional(),
  enableRrsa: z.boolean().optional(),
  encryptionProviderKey: named.optional(),
  addons: z.array(addon).optional(),
  maintenanceWindow: maintenanceWindow.optional(),
  operationPolicy: z.strictObject({ clusterAutoUpgrade: upgrades }).optional(),
  auditLogConfig: z.strictObject({ enabled: z.boolean(), slsProjectName: named.optional() }).optional(),
  controlPlaneLogProject: named.optional(),
  controlPlaneLogTtl: z.string().regex(/^\d+$/).optional(),
  controlPlaneLogComponents: z.array(logComponent).optional(),
  deleteOptions: z.array(deleteOption).optional(),
  tags: tags.optional(),
};
