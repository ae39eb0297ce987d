import { setTimeout as sleep } from "node:timers/promises";
import { healthOf } from "../cli/status/health";
import { ClusterReader } from "../components/cluster-reader";
import { contextOnly } from "../model/kubeconfig";
import type { KubernetesObject } from "../workloads/types";
import { stayHealthy, type Watch } from "./stay-healthy";

/** What the program says of the end of a wave. */
export interface WaveEndInputs {
  step: string;
  wave: number;
  minSuccessSeconds: number;
  maxFailures: number;
  timeoutSeconds: number;
  /** What the wave has delivered, by cluster. */
  wanted: readonly { name: string; digest: string; objects: readonly KubernetesObject[] }[];
  /** Which of these are known to have stayed healthy, as `<name>/<digest>`. */
  settled: readonly string[];
  /** Names of the clusters of the wave in which the delivery has failed. */
  failed: readonly string[];
  /** Names of the clusters of earlier waves that have failed. */
  before: readonly string[];
  clusters: Readonly<Record<string, { kubeconfig: string; context?: string }>>;
}

/** What is kept of the end of a wave. */
export interface WaveEndState {
  /** What has stayed healthy, as `<name>/<digest>`. */
  passed: readonly string[];
  /** What is wrong, by the names of the clusters that have failed. */
  problems: Readonly<Record<string, string>>;
}

/** Whether there is anything to wait for or to tell of. */
export function isOpen(olds: Partial<WaveEndState>, news: WaveEndInputs): boolean {
  return news.failed.length > 0 || unsettled(olds, news).length > 0;
}

/**
 * Waits until what is new in a wave has stayed healthy.
 *
 * @param watch how clusters are looked at. Default: over the network
 * @throws Error when more clusters have failed than may
 */
export async function endWave(
  olds: Partial<WaveEndState>,
  news: WaveEndInputs,
  watch: Pick<Watch, "look" | "now" | "sleep"> = watching(news),
): Promise<WaveEndState> {
  const { minSuccessSeconds, timeoutSeconds, failed, before, wanted, maxFailures } = news;
  const waiting = unsettled(olds, news).filter(({ name }) => !failed.includes(name));
  const times = { minSuccess: minSuccessSeconds * 1000, timeout: timeoutSeconds * 1000 };
  const names = minSuccessSeconds === 0 ? [] : waiting.map(({ name }) => name);
  const unhealthy = await stayHealthy(names, { ...times, ...watch });
  const problems = { ...Object.fromEntries(failed.map((name) => [name, "what was delivered failed"])), ...unhealthy };
  const all = new Set([...before, ...Object.keys(problems)]);
  if (all.size > maxFailures) throw new Error(tooMany(news, problems, all.size));
  return { passed: wanted.filter(({ name }) => !(name in problems)).map(settlement), problems };
}

function unsettled({ passed = [] }: Partial<WaveEndState>, { wanted, settled }: WaveEndInputs) {
  const known = new Set([...passed, ...settled]);
  return wanted.filter((one) => !known.has(settlement(one)));
}

function settlement({ name, digest }: WaveEndInputs["wanted"][number]): string {
  return `${name}/${digest}`;
}

function tooMany({ step, wave, maxFailures }: WaveEndInputs, problems: Record<string, string>, count: number): string {
  const told = Object.entries(problems).map(([name, problem]) => `cluster "${name}": ${problem}`);
  const clusters = count === 1 ? "1 cluster has" : `${count} clusters have`;
  return `step "${step}" stops after wave ${wave}: ${clusters} failed, ${maxFailures} may (${told.join("; ")})`;
}

function watching({ wanted, clusters }: WaveEndInputs): Pick<Watch, "look" | "now" | "sleep"> {
  const objects = new Map(wanted.map((one) => [one.name, one.objects]));
  const readers = new Map<string, ClusterReader>();
  const readerOf = (name: string): ClusterReader => {
    const access = clusters[name];
    if (access === undefined) throw new Error("nobody has said how it is reached");
    const reader = readers.get(name) ?? new ClusterReader(contextOnly(access.kubeconfig, access.context));
    readers.set(name, reader);
    return reader;
  };
  return {
    now: () => performance.now(),
    sleep: (time) => sleep(time),
    async look(name) {
      try {
        const reader = readerOf(name);
        const found = await Promise.all((objects.get(name) ?? []).map((object) => problemOf(object, reader)));
        return found.find((problem) => problem !== undefined);
      } catch (error) {
        return error instanceof Error ? error.message : "it cannot be asked";
      }
    },
  };
}

async function problemOf(object: KubernetesObject, reader: ClusterReader): Promise<string | undefined> {
  const { namespace, name } = object.metadata ?? {};
  const what = `${object.kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
  const live = await reader.read(object);
  if (live === undefined) return `${what} is not there`;
  const { health, message } = healthOf(live);
  return health === "unhealthy" ? `${what} is unhealthy (${message})` : undefined;
}
