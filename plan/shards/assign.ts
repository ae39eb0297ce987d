import { createHash } from "node:crypto";
import type { Finding } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";

/** How clusters are split over shards: a number of them, called 1, 2 and so on, or one for each value of a label. */
export type ShardRule = { count: number } | { label: string };

/** What decides about where a cluster goes. */
export interface ShardCluster {
  name: string;
  /** Names that it had before, oldest first. */
  previousNames: readonly string[];
  labels: Readonly<Record<string, string>>;
}

/** Which clusters are in which shard. */
export interface Assignment {
  /** Names of clusters by shard, in the order in which they joined; a shard that clusters were taken from may have none. */
  shards: ReadonlyMap<string, string[]>;
  findings: Finding[];
}

/**
 * Assigns each cluster to a shard. Where something is recorded of a cluster, it stays, whatever the rule says now. A new one goes where
 * its label says, or where rendezvous hashing puts it: a further shard takes new clusters from the others and moves none between them.
 *
 * @param clusters in the order in which they joined
 * @param recorded names of the clusters that shards have something of, under the names of that time
 */
export function assignShards(
  clusters: readonly ShardCluster[],
  rule: ShardRule,
  recorded: ReadonlyMap<string, readonly string[]>,
): Assignment {
  const shards = new Map([...recorded.keys()].map((shard): [string, string[]] => [shard, []]));
  const findings: Finding[] = [];
  const places = new Map<string, Set<string>>();
  for (const [shard, names] of recorded)
    for (const name of names) places.set(name, (places.get(name) ?? new Set()).add(shard));
  for (const cluster of clusters) {
    const known = new Set([cluster.name, ...cluster.previousNames].flatMap((name) => [...(places.get(name) ?? [])]));
    const [there, another] = known;
    if (another !== undefined) findings.push(twice(cluster, [...known]));
    const shard = there ?? shardFor(cluster, rule);
    if (shard === undefined) findings.push(...unlabelled(cluster, rule));
    else shards.set(shard, [...(shards.get(shard) ?? []), cluster.name]);
    if (there !== undefined) findings.push(...relabelled(cluster, rule, there));
  }
  return { shards, findings };
}

/** The shard that a new cluster goes to; undefined when its label does not say it. */
function shardFor(cluster: ShardCluster, rule: ShardRule): string | undefined {
  if ("label" in rule) return cluster.labels[rule.label];
  const identity = identityOf(cluster.name, cluster.previousNames);
  const names = Array.from({ length: rule.count }, (_, index) => String(index + 1));
  const weights = names.map((shard): [string, string] => [weightOf(shard, identity), shard]);
  return weights.reduce((best, one) => (one[0] > best[0] ? one : best))[1];
}

function weightOf(shard: string, cluster: string): string {
  return createHash("sha256").update(`${shard}/${cluster}`).digest("hex");
}

function twice({ name }: ShardCluster, shards: readonly string[]): Finding {
  const message = `cluster "${name}" is in several shards: ${shards.join(", ")}`;
  const hint = "find out which of their stacks delivers to it, and take it out of the others' states";
  return { severity: "error", code: "sharded", message, hint };
}

function unlabelled({ name }: ShardCluster, rule: ShardRule): Finding[] {
  if (!("label" in rule)) return [];
  const message = `cluster "${name}" has no label "${rule.label}", which says its shard`;
  const hint = `add it with: npx flotilla cluster labels add ${name} ${rule.label}=<shard>`;
  return [{ severity: "error", code: "sharded", message, hint }];
}

/** What was delivered cannot move from one stack to another without being deleted, so it stays. */
function relabelled({ name, labels }: ShardCluster, rule: ShardRule, there: string): Finding[] {
  if (!("label" in rule) || labels[rule.label] === there) return [];
  const now = labels[rule.label] === undefined ? "is gone" : `is "${labels[rule.label]}" now`;
  const message = `cluster "${name}" stays in shard "${there}", though its label "${rule.label}" ${now}`;
  return [{ severity: "warning", code: "sharded", message }];
}
