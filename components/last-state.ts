import * as pulumi from "@pulumi/pulumi";

/** The resources that the running stack had before this run, read when somebody first asks: all of them travel. */
export class LastState {
  #outputs: Promise<ReadonlyMap<string, unknown>> | undefined;

  async has(urn: string): Promise<boolean> {
    return (await this.outputs()).has(urn);
  }

  /** What each resource had as outputs, by URN. Secrets are in clear. */
  outputs(): Promise<ReadonlyMap<string, unknown>> {
    this.#outputs ??= read();
    return this.#outputs;
  }
}

async function read(): Promise<ReadonlyMap<string, unknown>> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
  const resources: Record<string, { outputs: unknown }> = outputs;
  return new Map(Object.entries(resources).map(([urn, resource]) => [urn, resource.outputs]));
}
