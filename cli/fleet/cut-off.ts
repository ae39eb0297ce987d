import { writeFileSync } from "node:fs";
import type { Finding } from "../../model/findings";
import type { FoundObject } from "../../plan/found";
import { ClusterConfiguration } from "../cluster/configuration";
import { FOUND_FILE } from "../interrupted";
import { atRest, endCutOff, searchCutOff, seemsCutOff } from "../up/cut-off";
import type { Fleet, FleetShard } from "./fleet";

/**
 * What the runs of shards have left that were cut off, by the shards' stacks; undefined where a cluster does not answer, and this run goes on
 * without that.
 */
export type CutOff = ReadonlyMap<string, readonly FoundObject[] | undefined>;

/** What there is to look after when nothing was cut off. */
export const NOTHING_CUT_OFF: CutOff = new Map();

/** Whether the last run of a shard may have been cut off. */
export function isCutOff({ standing }: Pick<FleetShard, "standing">): boolean {
  return standing !== undefined && seemsCutOff(standing);
}

/**
 * Looks for what runs of shards have left that were cut off.
 *
 * @throws InputError when a run of one of them goes on, or where something may be that nobody can see now
 */
export async function findCutOff({ stacks, settings, shards }: Fleet): Promise<CutOff> {
  if (!shards.some(isCutOff)) return NOTHING_CUT_OFF;
  const configuration = ClusterConfiguration.read();
  const all = shards.map(async ({ stack: name, clusters, standing }) => {
    if (standing === undefined) return [];
    const stack = { name, where: stacks.where(name) };
    const { state, cutOff: run } = await atRest(standing, settings, stack);
    if (run === undefined) return [];
    return [[name, await searchCutOff(configuration, clusters, { run, state }, stack)] as const];
  });
  return new Map((await Promise.all(all)).flat());
}

/** What is told of shards whose last run was cut off, before everything that they know is deleted. */
export function cutOffWarnings(shards: readonly FleetShard[]): Finding[] {
  return shards.filter(isCutOff).map(({ stack }) => ({
    ...{ severity: "warning", code: "left-behind" },
    message: `the last run of the stack "${stack}" was cut off: what it was creating is not in its state, and stays in the clusters`,
    hint: "npx flotilla fleet up finds it",
  }));
}

/** Says of the shards that were looked after that they are as they should be. */
export async function endAll(cutOff: CutOff): Promise<void> {
  for (const [stack, found] of cutOff) if (found !== undefined) await endCutOff(stack);
}

/**
 * What the program is told of what a run of its shard has left.
 *
 * @param file path of the file to write it into
 */
export function toldOf(found: readonly FoundObject[] | undefined, file: string): NodeJS.ProcessEnv {
  if (found === undefined) return {};
  writeFileSync(file, JSON.stringify(found));
  return { [FOUND_FILE]: file };
}
