/** What a wait depends on; times are in milliseconds. */
export interface Watch {
  /** How long a cluster must be healthy without a break. */
  minSuccess: number;
  /** How long it may take beyond that. */
  timeout: number;
  /** What is wrong in a cluster now; undefined when it is healthy. */
  look(cluster: string): Promise<string | undefined>;
  now(): number;
  sleep(time: number): Promise<void>;
}

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;

/**
 * Waits until every cluster has been healthy for a time. Whenever one is not, its time begins anew, so that a short break, as when
 * something is scaled, is no failure.
 *
 * @returns what was wrong last, by the names of the clusters that did not make it in time
 */
export async function stayHealthy(clusters: readonly string[], watch: Watch): Promise<Record<string, string>> {
  const ends = await Promise.all(clusters.map(async (cluster) => [cluster, await problemOf(cluster, watch)] as const));
  return Object.fromEntries(ends.flatMap(([cluster, problem]) => (problem === undefined ? [] : [[cluster, problem]])));
}

async function problemOf(
  cluster: string,
  { minSuccess, timeout, look, now, sleep }: Watch,
): Promise<string | undefined> {
  const deadline = now() + minSuccess + timeout;
  const pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, minSuccess / 10));
  let since: number | undefined;
  for (;;) {
    const asked = now();
    const problem = await look(cluster);
    if (problem !== undefined && now() >= deadline) return problem;
    since = problem === undefined ? (since ?? asked) : undefined;
    const left = since === undefined ? pause : since + minSuccess - now();
    if (left <= 0) return undefined;
    await sleep(Math.min(pause, left));
  }
}
