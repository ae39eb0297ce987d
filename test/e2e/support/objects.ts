import type { Change, ClusterClient, LiveObject } from "./cluster";

/** Kinds that tests ask clusters for. */
export const CONFIG_MAP = { apiVersion: "v1", kind: "ConfigMap" };
export const SECRET = { apiVersion: "v1", kind: "Secret" };
export const DEPLOYMENT = { apiVersion: "apps/v1", kind: "Deployment" };
export const JOB = { apiVersion: "batch/v1", kind: "Job" };

/** Whether a Deployment has finished rolling out an image whose name ends so, and nothing older is left. */
export function available({ spec, status, metadata }: LiveObject, image: string): boolean {
  const template = JSON.stringify(spec);
  const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status ?? {};
  const counts = [replicas, updatedReplicas, availableReplicas];
  return template.includes(`${image}"`) && observedGeneration === metadata.generation && counts.every((n) => n === 1);
}

/** The revision of the first change that fits. Throws when there is none, so that no comparison passes by accident. */
export function firstRevision(history: readonly Change[] | undefined, fits: (change: Change) => boolean): number {
  const change = history?.find(fits);
  if (change === undefined) throw new Error(`none of ${history?.length ?? 0} changes fits`);
  return change.revision;
}

/** Kinds of which {@link fingerprint} takes notice. */
const KINDS = [CONFIG_MAP, SECRET, DEPLOYMENT, JOB];

/**
 * What everybody but controllers has written into a namespace: a text for each object, by `Kind/name`. Two are equal only when no
 * object was created, deleted, created anew or changed in between.
 */
export async function fingerprint(cluster: ClusterClient, namespace: string): Promise<Record<string, string>> {
  const objects = (await Promise.all(KINDS.map((kind) => cluster.list(kind, namespace)))).flat();
  const own = objects.filter(({ metadata }) => metadata.name !== "kube-root-ca.crt");
  return Object.fromEntries(
    own.map(({ kind, metadata: { name, uid, generation, labels, annotations }, data }) => [
      `${kind}/${name}`,
      JSON.stringify({ uid, generation, labels, annotations, data }),
    ]),
  );
}
