import { childOrigin, type Notes } from "../notes";
import type { Origin } from "../source";
import type { WrittenNodePool } from "./node-pool-schema";
import type { AckNodePool } from "./types";

/** Number of nodes when nothing else is said: one may fail. */
const DESIRED_SIZE = 2;

/** Node pools with defaults. */
export function buildNodePools(written: readonly WrittenNodePool[], origin: Origin, notes: Notes): AckNodePool[] {
  if (written.length === 0) {
    const hint = "add nodePools, unless somebody else brings the nodes";
    notes.warning(origin, [], "missing-field", "the cluster has no nodes, so nothing can run in it", hint);
  }
  notes.unique(
    "node pool",
    written.map(({ name }, index) => ({ name, origin: childOrigin(origin, index) })),
  );
  return written.map((pool, index) => buildNodePool(pool, childOrigin(origin, index), notes));
}

/** The most nodes that a pool can have. */
export function mostNodes({ desiredSize = 0, scalingConfig }: AckNodePool): number {
  return scalingConfig?.maxSize ?? desiredSize;
}

/** The fewest nodes that a pool can have. */
export function leastNodes({ desiredSize = 0, scalingConfig }: AckNodePool): number {
  return scalingConfig?.minSize ?? desiredSize;
}

function buildNodePool(pool: WrittenNodePool, origin: Origin, notes: Notes): AckNodePool {
  const { scalingConfig, desiredSize } = pool;
  if (scalingConfig === undefined) return { ...pool, desiredSize: desiredSize ?? DESIRED_SIZE };
  if (desiredSize !== undefined) {
    const message = "a node pool that scales itself has no desiredSize";
    notes.error(origin, ["desiredSize"], "invalid-value", message, "remove it, or remove scalingConfig");
  }
  const { minSize, maxSize } = scalingConfig;
  if (minSize > maxSize) {
    const message = `minSize is ${minSize}, more than maxSize, which is ${maxSize}`;
    notes.error(origin, ["scalingConfig", "minSize"], "invalid-value", message);
  }
  return pool;
}
