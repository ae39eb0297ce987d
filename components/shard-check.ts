import type { ShardOrder } from "../cli/shard-order";
import { FORGOTTEN, knownUids } from "../model/cluster-identity";
import type { Finding } from "../model/findings";
import { isObject } from "../model/json";
import type { ClusterCredentials } from "../model/registry";
import { typesOf } from "../model/urn";

/** Name of the resource by which a state shows from its first run on whose part it is. */
export const SHARD_MARKER = "fleet";

/** What is known of the stack that runs. */
interface Running {
  /** Its name. */
  stack: string;
  /** Whether its configuration says that the fleet is split. */
  split: boolean;
  credentials: readonly Pick<ClusterCredentials, "cluster" | "previousNames">[];
  /** Its last outputs. */
  before: Readonly<Record<string, unknown>>;
  /** Reads what each of its resources had as outputs, by URN. */
  outputs: () => Promise<ReadonlyMap<string, unknown>>;
}

/** Whose part a stack is. */
interface Owner {
  fleet: string;
  shard: string;
}

/**
 * What speaks against this run: a stack that is a part of a fleet runs only as that part, and one whose configuration is split delivers
 * nothing itself. The state decides what a stack is, and not who asks.
 *
 * @param order what `flotilla fleet` has told this run; undefined when nobody has
 */
export async function checkShard(order: ShardOrder | undefined, running: Running): Promise<Finding[]> {
  const { stack, split, before } = running;
  if (order !== undefined && order.stack !== stack) return [refusal(`this run is for the stack "${order.stack}"`)];
  const owner = await ownerOf(running);
  if (order === undefined) {
    if (owner !== undefined) return [isPart(stack, owner)];
    if (split || isObject(before.fleet)) return [isSplit(stack)];
    return [];
  }
  if (order.kind === "base") return delivers(before) || owner !== undefined ? [hasOwn(stack)] : [];
  if (owner !== undefined && (owner.fleet !== order.fleet || owner.shard !== order.shard))
    return [isPart(stack, owner)];
  if (owner === undefined && (await isUsed(running))) return [hasOwn(stack)];
  return moved(order.clusters, running);
}

/** Whose part a stack is by its state. Before its first run has succeeded, only a resource tells. */
async function ownerOf({ before, outputs }: Running): Promise<Owner | undefined> {
  const { fleet } = before;
  if (isObject(fleet) && typeof fleet.shard === "string") return { fleet: String(fleet.name), shard: fleet.shard };
  if (Object.keys(before).length > 0) return undefined;
  const marker = [...(await outputs())].find(([urn]) => urn.endsWith(`::pulumi:index:Stash::${SHARD_MARKER}`));
  const values = isObject(marker?.[1]) ? marker[1].output : undefined;
  return isObject(values) ? { fleet: String(values.fleet), shard: String(values.shard) } : undefined;
}

function delivers({ inventory }: Running["before"]): boolean {
  return (
    isObject(inventory) && Object.values(inventory).some((entries) => Array.isArray(entries) && entries.length > 0)
  );
}

async function isUsed({ before, outputs }: Running): Promise<boolean> {
  if (Object.keys(before).length > 0) return true;
  // The engine's own are there as soon as a run begins.
  return [...(await outputs()).keys()].some((urn) => !typesOf(urn).startsWith("pulumi:"));
}

/** Clusters that this stack delivers to and that are to be others' now: their objects would be deleted. */
function moved(own: readonly string[], { credentials, before: { clusters, identities } }: Running): Finding[] {
  const uids = knownUids(identities);
  const names = (Array.isArray(clusters) ? clusters : []).flatMap((one) => (isObject(one) ? [String(one.name)] : []));
  const recorded = new Set(names.filter((name) => uids[name] !== FORGOTTEN));
  return credentials
    .filter(({ cluster, previousNames }) => [cluster, ...previousNames].some((name) => recorded.has(name)))
    .filter(({ cluster }) => !own.includes(cluster))
    .map(({ cluster }) =>
      refusal(`cluster "${cluster}" is delivered to by this stack, and cannot move to another one`),
    );
}

function isPart(stack: string, { fleet, shard }: Owner): Finding {
  return refusal(
    `the stack "${stack}" is shard ${shard} of the fleet "${fleet}", and is delivered with all others`,
    `run in the stack "${fleet}": npx flotilla fleet up`,
  );
}

function isSplit(stack: string): Finding {
  return refusal(
    `the fleet of the stack "${stack}" is split over several stacks`,
    "use npx flotilla fleet diff and npx flotilla fleet up, or npx flotilla fleet destroy to give it up",
  );
}

function hasOwn(stack: string): Finding {
  return refusal(
    `the stack "${stack}" has something in it already, which would be delivered twice`,
    "see docs/fleets.md for how to split a fleet that was delivered from one stack",
  );
}

function refusal(message: string, hint?: string): Finding {
  return { severity: "error", code: "sharded", message, ...(hint === undefined ? {} : { hint }) };
}
