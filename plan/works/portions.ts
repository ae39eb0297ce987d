import type { KubernetesObject } from "../../workloads/types";

/**
 * How many bytes of objects go into one ManifestWork. OCM's webhook refuses more than 500 KiB; names, strategies and what the cluster
 * reports come on top.
 */
export const PORTION_BYTES = 400 * 1024;

/** Bytes of an object as it is sent. */
export function sizeOf(object: KubernetesObject): number {
  return Buffer.byteLength(JSON.stringify(object));
}

/** Cuts a list into parts that fit into one ManifestWork each, in order. There is always at least one. */
export function inPortions<T>(items: readonly T[], objectOf: (item: T) => KubernetesObject): T[][] {
  const portions: T[][] = [[]];
  let size = 0;
  for (const item of items) {
    const more = sizeOf(objectOf(item));
    const last = portions.at(-1);
    if (last === undefined || (last.length > 0 && size + more > PORTION_BYTES)) {
      portions.push([item]);
      size = more;
    } else {
      last.push(item);
      size += more;
    }
  }
  return portions;
}
