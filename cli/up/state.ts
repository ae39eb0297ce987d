import type { JsonObject } from "../../model/json";
import { onStack, pulumiMeanwhile } from "../pulumi";

/** A resource in a state, as far as it matters here. */
export interface DeployedResource {
  urn: string;
  type: string;
  id?: string;
  provider?: string;
  /** As its cluster had it when the state was written. */
  outputs?: JsonObject;
}

/** A state as `pulumi stack export` prints it, as far as it matters here. */
export interface Deployment {
  manifest?: { time?: string };
  resources?: DeployedResource[];
  /** What the engine was doing to objects when it last wrote the state: it notes that before, and takes it away afterwards. */
  pending_operations?: { resource: { type: string } }[];
}

/**
 * The state of a stack, as `pulumi stack export` prints it.
 *
 * @param stack default: the current one
 */
export function readState(stack?: string): Promise<string> {
  return pulumiMeanwhile("stack", "export", ...onStack(stack));
}

/** Whether the current stack's state was written after a time, as an engine does at the end of a run that fails, too. */
export async function isSavedAfter(time: Date): Promise<boolean> {
  return isWrittenAfter(await readState(), time);
}

/** Whether a state was written after a time. */
export function isWrittenAfter(state: string, time: Date): boolean {
  return writtenAt(deploymentIn(state)) >= time.getTime();
}

/** @param state as `pulumi stack export` prints it */
export function deploymentIn(state: string): Deployment {
  return (JSON.parse(state) as { deployment?: Deployment | null }).deployment ?? {};
}

/** When a state was written, in milliseconds. */
export function writtenAt({ manifest }: Deployment): number {
  return Date.parse(manifest?.time ?? "") || 0;
}
