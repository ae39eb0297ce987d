import type { PlanFacts } from "./facts";
import type { Preview } from "./preview";
import { reportOf } from "./report";
import type { Report } from "./types";

/** A preview of one shard, and the facts of its plan. */
export interface ShardPreview {
  preview: Preview;
  facts: PlanFacts;
}

/**
 * One report about all shards of a fleet. They share one plan, so that each knows all steps and what it delivers itself.
 *
 * @param stack name of the stack whose configuration they share
 */
export function reportOfShards(stack: string, shards: readonly ShardPreview[]): Report {
  const [first] = shards;
  const preview: Preview = {
    steps: shards.flatMap((shard) => shard.preview.steps),
    diagnostics: shards.flatMap((shard) => shard.preview.diagnostics),
  };
  const facts: PlanFacts = {
    steps: first?.facts.steps ?? [],
    owners: Object.assign({}, ...shards.map((shard) => shard.facts.owners)),
    former: Object.assign({}, ...shards.map((shard) => shard.facts.former)),
    clusters: first?.facts.clusters ?? [],
    skipped: shards.flatMap((shard) => shard.facts.skipped),
  };
  const report = reportOf(preview, facts);
  return { ...report, stack, messages: distinct(report.messages) };
}

/** What all shards say is said once. */
function distinct(messages: Report["messages"]): Report["messages"] {
  return [...new Map(messages.map((one) => [JSON.stringify(one), one])).values()];
}
