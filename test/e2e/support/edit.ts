import { KubeConfig, KubernetesObjectApi, PatchStrategy } from "@kubernetes/client-node";
import type { JsonObject } from "../../../model/json";
import type { ClusterClient, ObjectRef } from "./cluster";

/** Changes an object by hand, as somebody called `by` would: lists of containers and such are merged by name. */
export async function edit(
  cluster: ClusterClient,
  { apiVersion, kind, namespace = "", name }: ObjectRef,
  change: JsonObject,
  by = "somebody",
): Promise<void> {
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfigFile);
  const patch = { ...change, apiVersion, kind, metadata: { ...(change.metadata as object), namespace, name } };
  const api = config.makeApiClient(KubernetesObjectApi);
  await api.patch(patch, undefined, undefined, by, undefined, PatchStrategy.StrategicMergePatch);
}
