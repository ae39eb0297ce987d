import { ClusterReader } from "../../components/cluster-reader";
import { readKubeconfig } from "../../components/kubeconfigs";
import { type Probe, probe } from "../../components/probe";
import { type Finding, InputError } from "../../model/findings";
import { serverOf } from "../../model/known-clusters";
import { withProgress } from "../../tools/progress";

/**
 * Reads the kubeconfig that a user names, with nothing but one context in it.
 *
 * @returns its text, which is secret
 * @throws InputError when it cannot be used
 */
export function kubeconfigFrom(file: string, context: string | undefined): string {
  const read = readKubeconfig({ kubeconfigFile: file, ...(context === undefined ? {} : { context }) });
  if (read.ok) return read.kubeconfig;
  const { problem, hint } = read;
  throw new InputError([
    {
      ...{ severity: "error", code: "invalid-kubeconfig", file, message: problem },
      ...(hint === undefined ? {} : { hint }),
    },
  ]);
}

/** How long a cluster may take to answer one request while somebody waits, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/**
 * Reads from a cluster while somebody waits: one that does not answer within 5 s counts as down.
 *
 * @param connections how many requests may go on at the same time; without it, as many as are good for short ones
 */
export function readerFor(kubeconfig: string, connections?: number): ClusterReader {
  return new ClusterReader(kubeconfig, ANSWER_WITHIN, connections);
}

/**
 * Asks a cluster that is about to be used.
 *
 * @throws InputError when it does not answer
 */
export async function reach(cluster: string, kubeconfig: string): Promise<Probe> {
  try {
    return await withProgress(`asking cluster ${cluster}`, () => probe(readerFor(kubeconfig)));
  } catch (error) {
    const message = `cluster "${cluster}" at ${serverOf(kubeconfig).server} does not answer: ${answerProblem(error)}`;
    const hint = "nothing was changed; check its address and the credentials";
    throw new InputError([{ severity: "error", code: "no-answer", message, hint }]);
  }
}

/** Why a cluster does not answer, on one line. */
export function answerProblem(error: unknown): string {
  return error instanceof Error ? error.message || error.name : "unknown reason";
}

/** What a delivery will need and the credentials may not do. */
export function permissionWarnings(cluster: string, { namespaces, deployments }: Probe): Finding[] {
  const refused = [...(namespaces ? [] : ["namespaces"]), ...(deployments ? [] : ["deployments in all namespaces"])];
  return refused.map((what) => ({
    severity: "warning",
    code: "cannot-check",
    message: `the credentials of cluster "${cluster}" may not create ${what}`,
    hint: "deliver only what they may create, or give them the right to",
  }));
}
