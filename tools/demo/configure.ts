import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import type { Member } from "./fleet";
import { readRecord, writeRecord } from "./record";
import { STACK_FILE, type Stack } from "./stack";

/** How the stack reaches one cluster: exactly one of the two. */
export interface Join extends Member {
  /** Text of a kubeconfig; it is encrypted in the stack's settings. */
  readonly kubeconfig?: string;
  /** A context of the user's own kubeconfig. */
  readonly context?: string;
}

/** The settings of the stack that are no secrets, as `pulumi config set-all --path` takes them. */
export function plainSettings(fleet: readonly Join[]): string[] {
  return fleet.flatMap(({ name, labels = {}, context }, index) => {
    const fields: Record<string, string> = { name, ...(context === undefined ? {} : { context }) };
    for (const [key, value] of Object.entries(labels)) fields[`labels.${key}`] = value;
    return Object.entries(fields).flatMap(([key, value]) => [
      "--plaintext",
      `flotilla:clusters[${index}].${key}=${value}`,
    ]);
  });
}

/** Tells the stack its clusters, unless it knows them already. Kubeconfigs go through stdin: no list of processes shows them. */
export async function configure(stack: Stack, fleet: readonly Join[]): Promise<void> {
  const digest = createHash("sha256").update(JSON.stringify(fleet)).digest("hex");
  const record = readRecord();
  if (record?.configured === digest && existsSync(STACK_FILE)) return;
  if (record?.configured !== undefined) await stack.get(["config", "rm", "flotilla:clusters"]);
  await stack.get(["config", "set-all", "--path", ...plainSettings(fleet)]);
  for (const [index, { kubeconfig }] of fleet.entries()) {
    const key = `flotilla:clusters[${index}].kubeconfig`;
    if (kubeconfig !== undefined) await stack.get(["config", "set", "--path", "--secret", key], kubeconfig);
  }
  writeRecord({ ...record, configured: digest });
}
