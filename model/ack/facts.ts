import type { Json } from "../json";
import type { AckCreation, Vswitch } from "./types";

/** What the cloud does with a change: it replaces the cluster or its network, or takes no notice. */
export type Consequence = "replaced" | "ignored";

/** Something about a cluster that cannot be changed later. */
export interface Fact {
  /** Where it stands in `ack`. */
  path: string;
  /** What tells it from others at the same place. */
  key: string;
  value: Json | undefined;
  consequence: Consequence;
}

/** Settings that `alicloud.cs.ManagedKubernetes` replaces the cluster for, and what they are when they are left out. */
const REPLACING = {
  serviceCidr: undefined,
  nodeCidrMask: 24,
  proxyMode: "ipvs",
  clusterDomain: "cluster.local",
  serviceAccountIssuer: undefined,
  apiAudiences: undefined,
} as const;

/** Settings that only count when the cluster is created, and what they are when they are left out. */
const ONLY_AT_CREATION = {
  newNatGateway: true,
  slbInternetEnabled: true,
  isEnterpriseSecurityGroup: false,
  addons: undefined,
} as const;

/** Everything about a cluster that cannot be changed later. */
export function factsOf(region: string, { network, podNetwork, settings }: AckCreation): Fact[] {
  const values: Readonly<Record<string, unknown>> = settings;
  const from = (defaults: object, consequence: Consequence) =>
    Object.entries(defaults).map(([path, value]) => fact(path, values[path] ?? value, consequence));
  return [
    fact("region", region, "replaced"),
    fact("network.vpcCidr", "vpcCidr" in network ? network.vpcCidr : undefined, "replaced"),
    fact("network.vpcId", "vpcId" in network ? network.vpcId : undefined, "replaced"),
    ...("vswitches" in network ? vswitchFacts("network.vswitches", network.vswitches) : []),
    fact("podNetwork.type", podNetwork.type, "replaced"),
    fact("podNetwork.podCidr", "podCidr" in podNetwork ? podNetwork.podCidr : undefined, "replaced"),
    ...("vswitches" in podNetwork ? vswitchFacts("podNetwork.vswitches", podNetwork.vswitches) : []),
    fact("podNetwork.vswitchIds", "vswitchIds" in podNetwork ? podNetwork.vswitchIds : undefined, "ignored"),
    ...from(REPLACING, "replaced"),
    ...from(ONLY_AT_CREATION, "ignored"),
  ];
}

function vswitchFacts(path: string, vswitches: readonly Vswitch[]): Fact[] {
  return vswitches.map(({ zone, cidr }) => ({ path, key: zone, value: cidr, consequence: "replaced" }));
}

function fact(path: string, value: unknown, consequence: Consequence): Fact {
  return { path, key: "", value: value as Json | undefined, consequence };
}
