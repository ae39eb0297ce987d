import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiException, KubeConfig, KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";
import { runMain } from "../../tools/errors";
import type { KubernetesObject } from "../../workloads/types";

/** Finished objects for one cluster. */
export interface Batch {
  /** Path of the cluster's kubeconfig. */
  kubeconfigFile: string;
  objects: KubernetesObject[];
}

type Named = KubernetesObject & { metadata: { name: string; namespace: string; generation?: number } };
type Live = Named & { spec?: { replicas?: number }; status?: Record<string, number> };

/** Milliseconds between two looks at an object that is not ready. */
const INTERVAL = 50;

/**
 * What somebody without flotilla would write: for each step, all clusters at once; in each cluster object after object by
 * server-side apply, then wait until Deployments are rolled out. With `--dry-run` it only asks what would change.
 * Run as `loop.ts <file with Batch[][] as JSON> [--dry-run]`.
 */
runMain(async () => {
  const [file = "", mode] = process.argv.slice(2);
  const steps = JSON.parse(readFileSync(file, "utf8")) as Batch[][];
  for (const step of steps) await Promise.all(step.map((batch) => deliver(batch, mode === "--dry-run")));
});

async function deliver({ kubeconfigFile, objects }: Batch, dryRun: boolean): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigFile);
  const api = KubernetesObjectApi.makeApiClient(config);
  for (const object of objects as Named[]) {
    if (!dryRun) await apply(api, object);
    else if (await exists(api, object)) await apply(api, object, "All");
  }
  if (!dryRun) await Promise.all((objects as Named[]).map((object) => untilReady(api, object)));
}

async function apply(api: KubernetesObjectApi, object: Named, dryRun?: string): Promise<void> {
  await api.patch(object, undefined, dryRun, "loop", true, PatchStrategy.ServerSideApply);
}

async function exists(api: KubernetesObjectApi, object: Named): Promise<boolean> {
  try {
    await api.read(object);
    return true;
  } catch (error) {
    if (error instanceof ApiException && error.code === 404) return false;
    throw error;
  }
}

async function untilReady(api: KubernetesObjectApi, object: Named): Promise<void> {
  if (object.kind !== "Deployment") return;
  while (!rolledOut((await api.read(object)) as Live)) await sleep(INTERVAL);
}

function rolledOut({ metadata, spec, status = {} }: Live): boolean {
  const counts = [status.replicas, status.updatedReplicas, status.availableReplicas];
  return status.observedGeneration === metadata.generation && counts.every((count) => count === spec?.replicas);
}
