import * as pulumi from "@pulumi/pulumi";

/** URN of the component that creates a cluster. */
export function componentUrn(name: string): string {
  return urn("flotilla:index:AckCluster", name);
}

/** URN of a cluster that is created. */
export function clusterUrn(name: string): string {
  return urn(`flotilla:index:AckCluster$${CLUSTER_TYPE}`, name);
}

/** URN of the provider for a region. */
export function providerUrn(region: string): string {
  return urn("pulumi:providers:alicloud", region);
}

/** Pulumi's type of a cluster in Alibaba Cloud. */
export const CLUSTER_TYPE = "alicloud:cs/managedKubernetes:ManagedKubernetes";

function urn(type: string, name: string): string {
  return `urn:pulumi:${pulumi.getStack()}::${pulumi.getProject()}::${type}::${name}`;
}
