import { readFileSync } from "node:fs";
import { type Delivering, delivering } from "./delivering";

/** Names a file that tells the program which part of a fleet it delivers, as JSON of {@link ShardOrder}. */
export const SHARD_FILE = "FLOTILLA_SHARD";

/** What `flotilla fleet` tells a run of the program. */
export type ShardOrder = BaseOrder | DeliveryOrder;

/** A run of the stack whose configuration all share: it delivers nothing, and keeps which stacks there are. */
export interface BaseOrder {
  kind: "base";
  /** Name of the stack that this is for. */
  stack: string;
  /** Name of the stack that keeps the revisions for all. */
  home: string;
  /** Names of stacks by shard. */
  shards: Record<string, string>;
}

/** A run of one shard. */
export interface DeliveryOrder {
  kind: "shard";
  /** Name of the stack that this is for. */
  stack: string;
  /** Name of the stack whose configuration all share. */
  fleet: string;
  shard: string;
  /** Name of the stack that keeps the revisions for all. */
  home: string;
  /** Names of the shard's own clusters. */
  clusters: string[];
  /** Names of the clusters of all shards, by their stacks. */
  shards: Record<string, string[]>;
  /** When the command has begun that runs all of them, RFC 3339. */
  began: string;
  /** The highest level that is delivered. Default: everything, and what is wanted no longer is deleted. */
  level?: number;
  /** Digest of the plan that was shown. Default: it does not matter. */
  plan?: string;
}

/** What `flotilla fleet` has told this run, if it is one of its runs. */
export function shardOrder(): ShardOrder | undefined {
  const file = process.env[SHARD_FILE];
  return file ? (JSON.parse(readFileSync(file, "utf8")) as ShardOrder) : undefined;
}

/** What people are told to run after this run. */
export function deliveringLater(): Delivering {
  return delivering(shardOrder() !== undefined);
}
