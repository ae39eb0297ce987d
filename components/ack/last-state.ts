import * as pulumi from "@pulumi/pulumi";

/** The resources that the running stack had before this run, read when somebody first asks: all of them travel. */
export class LastState {
  #urns: Promise<ReadonlySet<string>> | undefined;

  async has(urn: string): Promise<boolean> {
    this.#urns ??= read();
    return (await this.#urns).has(urn);
  }
}

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

async function read(): Promise<ReadonlySet<string>> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
  return new Set(Object.keys(outputs));
}
