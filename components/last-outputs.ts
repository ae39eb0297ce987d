import * as pulumi from "@pulumi/pulumi";

/**
 * The outputs that the running stack had before this run; nothing before its first one. Asked from the engine directly: a
 * `StackReference` would add a resource to every preview. Secrets come in clear, so what is taken from a secret output has to be
 * wrapped again.
 */
export function lastOutputs(): Promise<Record<string, unknown>> {
  return outputsOf(pulumi.getStack());
}

/** The last outputs of a stack of the same project, as {@link lastOutputs} gives them. */
export async function outputsOf(stack: string): Promise<Record<string, unknown>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return outputs;
}
