import type { SecurityGroupArgs } from "@pulumi/alicloud/ecs";
import type { NetworkArgs, SwitchArgs } from "@pulumi/alicloud/vpc";
import { lieIn, overlap } from "./cidr";
import type { Cloud, Item } from "./cloud";
import { ApiError } from "./errors";
import type { Change, Kind } from "./kind";
import { text, texts } from "./values";

const NETWORK = "alicloud:vpc/network:Network";
const SWITCH = "alicloud:vpc/switch:Switch";
const SECURITY_GROUP = "alicloud:ecs/securityGroup:SecurityGroup";
const CLUSTER = "alicloud:cs/managedKubernetes:ManagedKubernetes";

export const network: Kind = {
  type: NETWORK,
  prefix: "vpc-",
  properties: {
    vpcName: "update",
    cidrBlock: "update",
    description: "update",
    tags: "update",
  } satisfies Partial<Record<keyof NetworkArgs, Change>>,
  required: [],
  name: "vpcName",
  outputs: ["status", "regionId", "routerId", "routeTableId", "createTime"],
  create: ({ region }, id, { cidrBlock }) => {
    overlap(text(cidrBlock) || "172.16.0.0/12", "0.0.0.0/0");
    return { status: "Available", regionId: region, routerId: `vrt-${id}`, routeTableId: `vtb-${id}` };
  },
  delete: ({ cloud }, { id }) => {
    const inside = [...cloud.list(SWITCH), ...cloud.list(SECURITY_GROUP)].filter(({ inputs }) => inputs.vpcId === id);
    if (inside.length > 0) {
      throw new ApiError("DependencyViolation", `${id} still has ${inside.map((one) => one.id).join(", ")}.`);
    }
  },
};

export const vswitch: Kind = {
  type: SWITCH,
  prefix: "vsw-",
  properties: {
    vpcId: "replace",
    cidrBlock: "replace",
    zoneId: "replace",
    vswitchName: "update",
    description: "update",
    tags: "update",
  } satisfies Partial<Record<keyof SwitchArgs, Change>>,
  required: ["vpcId", "cidrBlock", "zoneId"],
  name: "vswitchName",
  outputs: ["status", "availabilityZone", "createTime"],
  create: ({ cloud, region }, _id, { vpcId, cidrBlock, zoneId }) => {
    const vpc = existing(cloud, NETWORK, text(vpcId), region, "InvalidVpcId.NotFound");
    const cidr = text(cidrBlock);
    const others = cloud.list(SWITCH).filter(({ inputs }) => inputs.vpcId === vpc.id);
    if (!zones(region).includes(text(zoneId))) throw new ApiError("InvalidZoneId", `${region} has no zone ${zoneId}.`);
    if (!lieIn(cidr, text(vpc.inputs.cidrBlock))) {
      throw new ApiError("InvalidCidrBlock.Malformed", `${cidr} is not a part of ${vpc.inputs.cidrBlock}.`);
    }
    if (others.some(({ inputs }) => overlap(cidr, text(inputs.cidrBlock)))) {
      throw new ApiError("InvalidCidrBlock.Overlapped", `${cidr} overlaps with another vSwitch of ${vpc.id}.`);
    }
    return { status: "Available", availabilityZone: zoneId };
  },
  delete: ({ cloud }, { id }) => {
    const user = cloud.list(CLUSTER).find(({ inputs }) => texts(inputs.vswitchIds).includes(id));
    if (user !== undefined) throw new ApiError("DependencyViolation", `${id} is used by the cluster ${user.id}.`);
  },
};

export const securityGroup: Kind = {
  type: SECURITY_GROUP,
  prefix: "sg-",
  properties: {
    vpcId: "replace",
    securityGroupName: "update",
    securityGroupType: "replace",
    description: "update",
    tags: "update",
  } satisfies Partial<Record<keyof SecurityGroupArgs, Change>>,
  required: [],
  name: "securityGroupName",
  outputs: ["createTime"],
  create: ({ cloud, region }, _id, { vpcId }) => {
    existing(cloud, NETWORK, text(vpcId), region, "InvalidVpcId.NotFound");
    return {};
  },
  delete: ({ cloud }, { id }) => {
    const user = cloud.list(CLUSTER).find(({ inputs }) => inputs.securityGroupId === id);
    if (user !== undefined) throw new ApiError("DependencyViolation", `${id} is used by the cluster ${user.id}.`);
  },
};

/** The zones of a region. */
export function zones(region: string): string[] {
  return [..."abcdefghijkl"].map((zone) => `${region}-${zone}`);
}

/** The vSwitches of a cluster's nodes. @throws ApiError unless all of them exist in one VPC of the region */
export function vpcOf(cloud: Cloud, region: string, vswitchIds: readonly string[]): Item {
  const vpcs = vswitchIds.map((id) => existing(cloud, SWITCH, id, region, "InvalidVSwitchId.NotFound").inputs.vpcId);
  const [vpc, ...others] = [...new Set(vpcs)];
  if (others.length > 0) throw new ApiError("InvalidVSwitchIds", "The vSwitches belong to several VPCs.");
  return existing(cloud, NETWORK, text(vpc), region, "InvalidVpcId.NotFound");
}

/** What a type of item is called by an id, in its own region. */
export function existing(cloud: Cloud, type: string, id: string, region: string, code: string): Item {
  const item = cloud.get(id);
  if (item?.type !== type || item.region !== region) throw new ApiError(code, `${region} has no ${id}.`);
  return item;
}
