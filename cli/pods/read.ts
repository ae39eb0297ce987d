import { InputError } from "../../model/findings";
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
  const reading = readOutputsMeanwhile();
  const { known, warnings } = await readClusters();
  printWarnings(warnings);
  const outputs = await reading;
  const { cluster } = filter;
  const entries = chooseApplications(outputs, { application, cluster }).flatMap((name) =>
    entriesOf(outputs, name, cluster),
  );
  const live = await withProgress("asking the clusters", () => readLive(entries, known, true));
  printWarnings(
    silentClusters(live).map((silent) => ({
      severity: "warning",
      code: "no-answer",
      message: `cluster "${silent.cluster}" is left out: ${silent.reason}`,
    })),
  );
  return { pods: filterPods(podsOf(live), filter), kubeconfigOf: (pod) => kubeconfigOf(pod, known) };
}

function kubeconfigOf({ cluster }: FoundPod, clusters: KnownClusters): string {
  const read = clusters.kubeconfig(clusters.nameNow(cluster) ?? cluster);
  if (read.ok) return read.kubeconfig;
  throw new InputError([{ severity: "error", code: "invalid-kubeconfig", message: read.problem }]);
}
