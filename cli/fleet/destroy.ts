import { withinBudget } from "./budget";
import type { Engines } from "./engines";
import type { Fleet } from "./fleet";

/**
 * Deletes what all shards have delivered, side by side, and then their stacks and what the current stack keeps about them.
 *
 * @returns what has failed; all stacks stay then
 */
export async function destroyFleet({ stacks, shards }: Fleet, engines: Engines, bytes: number): Promise<string[]> {
  const there = shards.filter(({ missing }) => !missing);
  const outcomes = await withinBudget(there, bytes, async ({ name, stack }): Promise<string[]> => {
    const args = ["destroy", "--yes", "--skip-preview", ...stacks.where(stack)];
    const { failed } = await engines.runOn(stack, args, {});
    return failed ? [`shard ${name}`] : [];
  });
  const failed = outcomes.flat();
  if (failed.length > 0) return failed;
  const args = ["destroy", "--yes", "--skip-preview", ...stacks.where(stacks.base)];
  const { failed: kept } = await engines.runOn(stacks.base, args, {});
  if (kept) return [`the stack ${stacks.base}`];
  for (const { stack } of there) stacks.remove(stack);
  return [];
}
