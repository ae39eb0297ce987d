import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { engineHint } from "../cli/engine-hints";
import { InputError } from "../model/findings";

/**
 * The outputs that the running stack had before this run; nothing before its first one. Asked from the engine directly: a
 * `StackReference` would add a resource to every preview. Secrets come in clear, so what is taken from a secret output has to be
 * wrapped again.
 */
export function lastOutputs(): Promise<Record<string, unknown>> {
  return outputsOf(pulumi.getStack());
}

/** How often outputs are read before somebody is told that it does not work, and how long apart, in milliseconds. */
const PATIENCE = { looks: 10, apart: 200 };

/** What the engine says of a state that is only there in part: its own backends show it while another run writes it. */
const WRITTEN = /failed to load checkpoint/;

/**
 * The last outputs of a stack of the same project, as {@link lastOutputs} gives them; that stack may be delivering meanwhile.
 *
 * @throws InputError when its state is damaged
 */
export async function outputsOf(
  stack: string,
  read = readOutputs,
  { looks, apart } = PATIENCE,
): Promise<Record<string, unknown>> {
  try {
    return await read(stack);
  } catch (error) {
    if (!(error instanceof Error) || !WRITTEN.test(error.message)) throw error;
    if (looks <= 1) throw damaged(stack, error.message);
    await sleep(apart);
    return outputsOf(stack, read, { looks: looks - 1, apart });
  }
}

function damaged(stack: string, reason: string): InputError {
  const message = `the state of the stack "${stack}" cannot be read`;
  return new InputError([{ severity: "error", code: "engine-failed", message, ...engineHint(reason) }]);
}

async function readOutputs(stack: string): Promise<Record<string, unknown>> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  const { outputs } = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
  return outputs;
}
