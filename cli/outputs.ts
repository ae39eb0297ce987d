import type { HeldOutput } from "../components/held-outputs";
import type { ClusterOutput, DeliveryOutput, StepOutput } from "../components/outputs";
import type { SkippedOutput } from "../components/skipping";
import { InputError } from "../model/findings";
import type { Inventory } from "../plan/inventory";
import type { Histories } from "../plan/revisions/types";
import { mergedOutputs } from "./fleet/outputs";
import { pulumi, pulumiMeanwhile } from "./pulumi";

/** What the last successful `pulumi up` of the current stack left; everything is empty before the first. */
export interface Outputs {
  deliveries: DeliveryOutput[];
  steps: StepOutput[];
  held: HeldOutput[];
  clusters: ClusterOutput[];
  /** The clusters that were left out because they did not answer. */
  skipped: SkippedOutput[];
  /** Who the clusters are, by the first names that they had; absent before a run has asked them. */
  identities?: Record<string, string>;
  /** What was delivered, by Application as `<namespace>/<name>`. */
  inventory: Record<string, Inventory>;
  /** The revisions that are kept, by Application as `<namespace>/<name>`. */
  revisions: Histories;
  /** What `knownAck` reads: the clusters in Alibaba Cloud, with credentials. Secret. */
  ack?: unknown;
  /** The stacks that a fleet is split over, by shard; none in the outputs of a shard. */
  fleet?: { shards?: Record<string, string> };
}

const COMMAND = ["stack", "output", "--json", "--show-secrets"];

/** Reads the outputs of the current stack; those of all its shards, when it is split. */
export function readOutputs(): Outputs {
  const own = outputsIn(pulumi(...COMMAND));
  const shards = stacksOf(own).map((stack) => outputsIn(pulumi(...COMMAND, "--stack", stack)));
  return ofAll(own, shards);
}

/** Reads the outputs of the current stack as {@link readOutputs} does, while other things go on. */
export async function readOutputsMeanwhile(): Promise<Outputs> {
  const own = outputsIn(await pulumiMeanwhile(...COMMAND));
  const shards = stacksOf(own).map(async (stack) => outputsIn(await pulumiMeanwhile(...COMMAND, "--stack", stack)));
  return ofAll(own, await Promise.all(shards));
}

function ofAll(own: Outputs, shards: readonly Outputs[]): Outputs {
  if (shards.length === 0 || own.fleet === undefined) return own;
  return { ...mergedOutputs(shards), fleet: own.fleet };
}

/** Names of the stacks that the current stack's fleet is split over; none when it is not. */
export function shardStacks(): string[] {
  return stacksOf(outputsIn(pulumi("stack", "output", "--json")));
}

/** Names of the stacks that a fleet is split over, by its outputs. */
function stacksOf({ fleet }: Outputs): string[] {
  return Object.values(fleet?.shards ?? {});
}

/**
 * What a run has left, as `pulumi stack output --json --show-secrets` prints it.
 *
 * @throws InputError when its secrets could not be decrypted: the engine prints nothing for them, and is content
 */
export function outputsIn(text: string): Outputs {
  const outputs = JSON.parse(text) as Partial<Outputs>;
  if (outputs.inventory === null || outputs.revisions === null) throw undecrypted();
  return { deliveries: [], steps: [], held: [], clusters: [], skipped: [], inventory: {}, revisions: {}, ...outputs };
}

/** What is told where secrets of a stack could not be decrypted. */
export function undecrypted(): InputError {
  const message = "what the stack has delivered is kept encrypted, and cannot be decrypted";
  const hint = "is PULUMI_CONFIG_PASSPHRASE, or what else opens the stack's secrets, the right one?";
  return new InputError([{ severity: "error", code: "engine-failed", message, hint }]);
}
