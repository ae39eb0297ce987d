import { InputError } from "../../model/findings";
import type { PlanFacts, ShardFacts } from "../../report/facts";
import type { ShardPreview } from "../../report/merge";
import { readPreview } from "../../report/preview";
import { previewMistakes } from "../diff/preview";
import { PLAN_FACTS_FILE, readPlanFacts } from "../plan-facts";
import { withinBudget } from "./budget";
import { type CutOff, isCutOff, NOTHING_CUT_OFF, toldOf } from "./cut-off";
import type { Engines } from "./engines";
import { type Fleet, type FleetShard, orderFor } from "./fleet";
import { withOrder } from "./order";

/** What a preview of a shard has shown. */
export interface PreviewedShard extends ShardPreview {
  shard: FleetShard;
  facts: PlanFacts & { shard: ShardFacts };
}

/**
 * Previews all shards, as many at once as fit. Their stacks are made where they are missing; nothing is put into them.
 *
 * @param refresh whether to ask the clusters first what they have, also those of shards whose last run was not cut off
 * @param cutOff what runs of shards have left that were cut off. Default: nobody has looked
 * @throws InputError with everything that is wrong with any of them
 */
export async function previewFleet(
  fleet: Fleet,
  engines: Engines,
  { bytes, refresh = false, cutOff = NOTHING_CUT_OFF }: { bytes: number; refresh?: boolean; cutOff?: CutOff },
): Promise<PreviewedShard[]> {
  for (const { stack, missing } of fleet.shards) if (missing) await fleet.stacks.create(stack);
  const problems: InputError[] = [];
  const previews = await withinBudget(fleet.shards, bytes, async (shard): Promise<PreviewedShard[]> => {
    const order = orderFor(fleet, shard);
    return withOrder(order, async (env, file) => {
      const facts = file("facts.json");
      const found = cutOff.get(shard.stack);
      const told = { ...env, ...toldOf(found, file("found.json")), [PLAN_FACTS_FILE]: facts };
      const asked = cutOff.has(shard.stack) ? found !== undefined : isCutOff(shard);
      const args = ["preview", "--json", ...(refresh || asked ? ["--refresh"] : [])];
      const { failed, stdout, reason } = await engines.run([...args, ...fleet.stacks.where(shard.stack)], told);
      const [preview, known] = [readPreview(stdout), readPlanFacts(facts)];
      if (!failed && preview !== undefined && known?.shard !== undefined)
        return [{ shard, preview, facts: { ...known, shard: known.shard } }];
      problems.push(new InputError(previewMistakes(preview, reason)));
      return [];
    });
  });
  if (problems.length > 0) throw new InputError(distinct(problems.flatMap(({ findings }) => findings)));
  const all = previews.flat();
  if (new Set(all.map(({ facts }) => facts.shard.digest)).size > 1) throw changing();
  return all;
}

function distinct<One>(all: readonly One[]): One[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function changing(): InputError {
  const message = "the shards have previewed different plans";
  const hint = "somebody has changed documents or configuration meanwhile: try again";
  return new InputError([{ severity: "error", code: "sharded", message, hint }]);
}
