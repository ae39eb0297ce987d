import type { JsonObject } from "../../model/json";
import { strategicPatch } from "../patch/strategic";
import { kubernetesObject } from "../pod/sparse";
import type { KubernetesObject } from "../types";
import type { Storage } from "./storage-schema";

/** The objects behind the volumes, under the keys of the trait's outputs; not those that are only mounted. */
export function storageObjects({ pvc, configMap, secret }: Storage): Record<string, KubernetesObject> {
  return {
    ...created("pvc", pvc, claimObject),
    ...created("configmap", configMap, ({ name, data }) =>
      kubernetesObject({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data }),
    ),
    ...created("secret", secret, ({ name, data, stringData }) =>
      kubernetesObject({ apiVersion: "v1", kind: "Secret", metadata: { name }, data, stringData }),
    ),
  };
}

/** One object per name: entries with the same name have to agree on it. */
function created<S extends { name: string; mountOnly: boolean }>(
  kind: string,
  sources: S[],
  object: (source: S) => KubernetesObject,
): Record<string, KubernetesObject> {
  const objects: Record<string, KubernetesObject> = {};
  for (const source of sources.filter(({ mountOnly }) => !mountOnly)) {
    const key = `${kind}-${source.name}`;
    const made = object(source);
    objects[key] = objects[key] === undefined ? made : strategicPatch(objects[key], made as JsonObject);
  }
  return objects;
}

function claimObject(claim: Storage["pvc"][number]): KubernetesObject {
  const { requests, limits } = claim.resources ?? {};
  return kubernetesObject({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claim.name },
    spec: {
      accessModes: claim.accessModes,
      volumeMode: claim.volumeMode,
      volumeName: claim.volumeName,
      storageClassName: claim.storageClassName,
      resources: {
        requests: { storage: requests?.storage ?? "8Gi" },
        limits: limits?.storage === undefined ? undefined : { storage: limits.storage },
      },
      dataSourceRef: claim.dataSourceRef,
      dataSource: claim.selector === undefined ? claim.dataSource : { ...claim.dataSource, ...claim.selector },
    },
  });
}
