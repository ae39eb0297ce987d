import { mostNodes } from "./build-node-pools";
import type { AckNodePool, AckSettings } from "./types";

/** How long Alibaba Cloud takes for a cluster. */
const MINUTES = 15;

/** Says what is going to be created and charged for, and how long it takes; undefined when nothing is. */
export function describeCreation(clusters: readonly { cluster: string; ack: AckSettings }[]): string | undefined {
  const lines = clusters.flatMap(({ cluster, ack }) => {
    if (ack.create === undefined) return [];
    return [`  ${cluster} in ${ack.region}: ${partsOf(ack.create).join(", ")}`];
  });
  if (lines.length === 0) return undefined;
  const what = lines.length === 1 ? "1 ACK cluster" : `${lines.length} ACK clusters`;
  return [`${what} will be created, which takes about ${MINUTES} minutes and costs money:`, ...lines].join("\n");
}

function partsOf({ network, podNetwork, nodePools, settings }: NonNullable<AckSettings["create"]>): string[] {
  const { clusterSpec, newNatGateway = true, slbInternetEnabled = true } = settings;
  const vswitches = [network, podNetwork].flatMap((one) => ("vswitches" in one ? one.vswitches : []));
  return [
    `a control plane (${clusterSpec})`,
    ...nodePools.map(describeNodes),
    ...("vpcCidr" in network ? ["a VPC"] : []),
    ...(vswitches.length === 0 ? [] : [vswitches.length === 1 ? "a vswitch" : `${vswitches.length} vswitches`]),
    ...(newNatGateway ? ["a NAT gateway, unless the VPC has one"] : []),
    slbInternetEnabled
      ? "a load balancer with a public address for the API server"
      : "a load balancer for the API server that only the VPC reaches",
  ];
}

function describeNodes(pool: AckNodePool): string {
  const { scalingConfig, instanceTypes } = pool;
  const types = instanceTypes.join(" or ");
  const nodes = (count: number) => `${count} ${count === 1 ? "node" : "nodes"}`;
  if (scalingConfig === undefined) return `${nodes(mostNodes(pool))} ${types}`;
  return `${scalingConfig.minSize} to ${nodes(mostNodes(pool))} ${types}`;
}
