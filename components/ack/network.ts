import { Network } from "@pulumi/alicloud/vpc/network";
import { Switch } from "@pulumi/alicloud/vpc/switch";
import type * as pulumi from "@pulumi/pulumi";
import type { Vswitch } from "../../model/ack/types";
import type { AckClusterArgs, AckNetworkArgs } from "./args";

/** The network of an ACK cluster: what was created of it, and what exists. */
export interface AckNetworkResources {
  /** The VPC, when it is known. */
  vpcId: pulumi.Input<string> | undefined;
  /** Vswitches for control plane and nodes. */
  vswitchIds: pulumi.Input<pulumi.Input<string>[]>;
}

/** Creates what a network says is new. Children are called after the cluster, so that they follow when it is renamed. */
export function makeNetwork(
  cluster: string,
  network: AckNetworkArgs,
  tags: AckClusterArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): AckNetworkResources {
  if ("vswitchIds" in network) return { vpcId: network.vpcId, vswitchIds: network.vswitchIds };
  const tagged = tags === undefined ? {} : { tags };
  const vpcId =
    "vpcId" in network
      ? network.vpcId
      : new Network(cluster, { vpcName: cluster, cidrBlock: network.vpcCidr, ...tagged }, opts).id;
  return { vpcId, vswitchIds: makeVswitches(cluster, vpcId, network.vswitches, tags, opts) };
}

/** Creates vswitches, called `<name>-<zone>`. */
export function makeVswitches(
  name: string,
  vpcId: pulumi.Input<string>,
  vswitches: readonly Vswitch[],
  tags: AckClusterArgs["tags"],
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string>[] {
  return vswitches.map(({ zone, cidr }) => {
    const vswitchName = `${name}-${zone}`;
    const args = { vpcId, cidrBlock: cidr, zoneId: zone, vswitchName, ...(tags === undefined ? {} : { tags }) };
    return new Switch(vswitchName, args, opts).id;
  });
}
