import type { HeldOutput } from "../components/held-outputs";
import type { ClusterOutput, DeliveryOutput, StepOutput } from "../components/outputs";
import type { SkippedOutput } from "../components/skipping";
import type { Inventory } from "../plan/inventory";
import type { Histories } from "../plan/revisions/types";
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
}

const COMMAND = ["stack", "output", "--json", "--show-secrets"];

/** Reads the outputs of the current stack. */
export function readOutputs(): Outputs {
  return outputsIn(pulumi(...COMMAND));
}

/** Reads the outputs of the current stack, while other things go on. */
export async function readOutputsMeanwhile(): Promise<Outputs> {
  return outputsIn(await pulumiMeanwhile(...COMMAND));
}

function outputsIn(text: string): Outputs {
  const outputs = JSON.parse(text) as Partial<Outputs>;
  return { deliveries: [], steps: [], held: [], clusters: [], skipped: [], inventory: {}, revisions: {}, ...outputs };
}
