import { freemem } from "node:os";
import { type Finding, InputError } from "../../model/findings";
import { clustersWithin, memoryWords, readMemory } from "../../plan/shards/budget";
import type { FleetShard } from "./fleet";

/** The part of what is free that runs may take when nobody has said anything. */
const PART_OF_FREE = 0.8;

/**
 * How much memory runs may take together, in bytes.
 *
 * @param written what somebody has asked for, such as `8GiB`; without it, most of what is free
 * @throws InputError when it is no amount
 */
export function budgetOf(written: string | undefined): number {
  if (written === undefined) return Math.floor(freemem() * PART_OF_FREE);
  const bytes = readMemory(written);
  if (bytes !== undefined) return bytes;
  const message = `"${written}" is no amount of memory`;
  throw new InputError([{ severity: "error", code: "invalid-value", message, hint: "such as 8GiB or 500MB" }]);
}

/**
 * Refuses shards that do not fit alone.
 *
 * @throws InputError with each of them
 */
export function checkBudget(shards: readonly FleetShard[], bytes: number): void {
  const findings = shards
    .filter(({ memory }) => memory > bytes)
    .map(({ name, clusters, memory }): Finding => {
      const message = `shard ${name} with ${clusters.length} clusters takes ${memoryWords(memory)} of memory, and there is ${memoryWords(bytes)}`;
      return { severity: "error", code: "sharded", message, hint: wayOut(shards, bytes) };
    });
  if (findings.length > 0) throw new InputError(findings);
}

function wayOut(shards: readonly FleetShard[], bytes: number): string {
  const most = clustersWithin(bytes);
  if (most === 0) return "give it more with --memory: not even one cluster fits";
  const total = shards.reduce((sum, { clusters }) => sum + clusters.length, 0);
  return `give it more with --memory, or deliver where there is more: ${most} clusters fit into a shard, so all ${total} fit into ${Math.ceil(total / most)} shards when they are new; what is delivered stays where it is`;
}

/**
 * Works on several things side by side, as many as fit into a budget together. Each is small enough alone. All of them end, whatever
 * becomes of others.
 *
 * @returns what became of each, in their order
 */
export async function withinBudget<Item extends { memory: number }, Out>(
  items: readonly Item[],
  bytes: number,
  work: (item: Item) => Promise<Out>,
): Promise<Out[]> {
  let free = bytes;
  const waiting: (() => void)[] = [];
  const room = async (memory: number): Promise<void> => {
    while (free < memory) await new Promise<void>((resolve) => waiting.push(resolve));
    free -= memory;
  };
  const leave = (memory: number): void => {
    free += memory;
    for (const next of waiting.splice(0)) next();
  };
  const outcomes = await Promise.allSettled(
    items.map(async (item) => {
      await room(item.memory);
      return work(item).finally(() => leave(item.memory));
    }),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
