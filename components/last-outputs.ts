import * as pulumi from "@pulumi/pulumi";

/**
 * The outputs that the running stack had before this run; nothing before its first one. Asked from the engine directly: a
 * `StackReference` would add a resource to every preview. Secrets come in clear, so what is taken from a secret output has to be
 * wrapped again.
 */
export async function lastOutputs(): Promise<Record<string, unknown>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return outputs;
}
