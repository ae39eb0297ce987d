import { type Finding, InputError } from "../../model/findings";
import { withProgress } from "../../tools/progress";
import { type KnownClusters, readClusters } from "../cluster/known";
import { readOutputsMeanwhile } from "../outputs";
import { printWarnings } from "../report";
import { readLive } from "../status/live";
import { silentClusters } from "../status/services";
import { chooseApplications, entriesOf } from "../status/summarize";
import { type FoundPod, filterPods, type PodFilter, podsOf } from "./find";

/** Pods of an Application, and how their clusters are reached. */
export interface PodsRead {
  /** At least one. */
  pods: FoundPod[];
  /** The kubeconfig that reaches a pod's cluster. Secret. */
  kubeconfigOf(pod: FoundPod): string;
}

/**
 * Finds the pods of an Application. Warns of clusters that do not answer.
 *
 * @throws InputError when there are none that fit
 */
export async function readPods(application: string, filter: PodFilter): Promise<PodsRead> {
  const [outputs, { known, warnings }] = await Promise.all([readOutputsMeanwhile(), readClusters()]);
  printWarnings(warnings);
  const { cluster } = filter;
  const entries = chooseApplications(outputs, { application, cluster }).flatMap((name) =>
    entriesOf(outputs, name, cluster),
  );
  const pulling = new Set(entries.flatMap((entry) => (entry.pulled ? [entry.cluster] : [])));
  const pushed = entries.filter((entry) => !entry.pulled);
  const live = await withProgress("asking the clusters", () => readLive(pushed, known, true));
  printWarnings([
    ...silentClusters(live).map(({ cluster, reason }) => leftOut(cluster, reason)),
    ...[...pulling].map((cluster) => leftOut(cluster, "it pulls, and flotilla does not reach its pods")),
  ]);
  return { pods: filterPods(podsOf(live), filter), kubeconfigOf: (pod) => kubeconfigOf(pod, known) };
}

function leftOut(cluster: string, reason: string): Finding {
  return { severity: "warning", code: "no-answer", message: `cluster "${cluster}" is left out: ${reason}` };
}

function kubeconfigOf({ cluster }: FoundPod, clusters: KnownClusters): string {
  const read = clusters.kubeconfig(clusters.nameNow(cluster) ?? cluster);
  if (read.ok) return read.kubeconfig;
  throw new InputError([{ severity: "error", code: "invalid-kubeconfig", message: read.problem }]);
}
