/**
 * What a run of the engine takes without any cluster, and what each cluster adds, in bytes: a fifth more than was measured with small
 * Applications and an engine of somebody's own, with which each cluster is a process of the Kubernetes provider; see docs/performance.md.
 */
const BASE = 300e6;
const PER_CLUSTER = 50e6;

/** How much memory a run takes that delivers to so many clusters, in bytes. */
export function memoryOf(clusters: number): number {
  return BASE + clusters * PER_CLUSTER;
}

/** How many clusters a shard may have that has to do with so much memory. */
export function clustersWithin(bytes: number): number {
  return Math.max(0, Math.floor((bytes - BASE) / PER_CLUSTER));
}

/** Units of amounts of memory, by what people write behind the number. */
const UNITS: Readonly<Record<string, number>> = {
  ...{ "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 },
  ...{ ki: 2 ** 10, mi: 2 ** 20, gi: 2 ** 30, ti: 2 ** 40 },
};

/** Reads an amount of memory such as `8GiB`, `8Gi`, `8GB` or `500M`, in bytes; undefined when it is something else. */
export function readMemory(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([kmgt]i?)?b?$/i.exec(text.trim()) ?? [];
  const factor = UNITS[unit.toLowerCase()];
  return number === "" || factor === undefined ? undefined : Number(number) * factor;
}

/** An amount of memory for people, such as `1.2 GB`. */
export function memoryWords(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
