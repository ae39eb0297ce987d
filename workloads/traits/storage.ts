import { patchPodSpec } from "../patch/pod-spec";
import type { SparseObject } from "../pod/sparse";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";
import { storageObjects } from "./storage-objects";
import { type Storage, storageSchema } from "./storage-schema";

/** Trait `storage`: volumes for the first container, and the objects that are behind them. */
export const storage = traitType({
  name: "storage",
  description: "Mounts persistent volumes, ConfigMaps, Secrets and directories, and creates what is not there yet",
  appliesTo: POD_WORKLOADS,
  schema: storageSchema,
  apply(properties, { workload }) {
    const container = {
      env: variables(properties),
      volumeDevices: devices(properties),
      volumeMounts: mounts(properties),
    };
    const byName = { key: "name" };
    const podSpec = { volumes: volumes(properties), containers: [container] };
    return {
      workload: patchPodSpec(workload, podSpec, {
        volumes: byName,
        containers: { open: true },
        "containers.env": byName,
        "containers.volumeDevices": byName,
        "containers.volumeMounts": byName,
      }),
      outputs: storageObjects(properties),
    };
  },
});

const isMounted = (source: { mountPath?: string | undefined }) => source.mountPath !== undefined;

/** The pod's volumes. One that is mounted at several places is listed once. */
function volumes({ pvc, configMap, secret, emptyDir, hostPath }: Storage): SparseObject[] {
  const all = [
    ...pvc.map(({ name }) => ({ name: `pvc-${name}`, persistentVolumeClaim: { claimName: name } })),
    ...configMap.filter(isMounted).map(({ name, defaultMode, items }) => ({
      name: `configmap-${name}`,
      configMap: { defaultMode, name, items },
    })),
    ...secret.filter(isMounted).map(({ name, defaultMode, items }) => ({
      name: `secret-${name}`,
      secret: { defaultMode, secretName: name, items },
    })),
    ...emptyDir.map(({ name, medium }) => ({ name: `emptydir-${name}`, emptyDir: { medium } })),
    ...hostPath.map(({ name, path, type }) => ({ name: `hostpath-${name}`, hostPath: { path, type } })),
  ];
  return all.filter((volume, index) => all.findIndex(({ name }) => name === volume.name) === index);
}

/** The container's mounts. A raw device has an empty entry here: KubeVela writes it, too. */
function mounts({ pvc, configMap, secret, emptyDir, hostPath }: Storage): SparseObject[] {
  const mount =
    (kind: string) => (source: { name: string; mountPath?: string | undefined; subPath?: string | undefined }) => ({
      name: `${kind}-${source.name}`,
      mountPath: source.mountPath,
      subPath: source.subPath,
    });
  return [
    ...pvc.map((claim) => (claim.volumeMode === "Filesystem" ? mount("pvc")(claim) : {})),
    ...configMap.filter(isMounted).map(mount("configmap")),
    ...secret.filter(isMounted).map(mount("secret")),
    ...emptyDir.map(mount("emptydir")),
    ...hostPath.map(mount("hostpath")),
  ];
}

function devices({ pvc }: Storage): SparseObject[] {
  return pvc
    .filter(({ volumeMode }) => volumeMode === "Block")
    .map(({ name, mountPath, subPath }) => ({ name: `pvc-${name}`, devicePath: mountPath, subPath }));
}

/** Environment variables of ConfigMaps, then of Secrets; of each first the single ones, then the lists. */
function variables({ configMap, secret }: Storage): SparseObject[] {
  const ofConfigMaps = envOf(configMap).map(({ name, variable }) => ({
    name: variable.envName,
    valueFrom: { configMapKeyRef: { name, key: variable.configMapKey } },
  }));
  const ofSecrets = envOf(secret).map(({ name, variable }) => ({
    name: variable.envName,
    valueFrom: { secretKeyRef: { name, key: variable.secretKey } },
  }));
  return [...ofConfigMaps, ...ofSecrets];
}

interface EnvSource<V> {
  name: string;
  mountToEnv?: V | undefined;
  mountToEnvs?: V[] | undefined;
}

function envOf<V>(sources: EnvSource<V>[]): { name: string; variable: V }[] {
  const single = sources.flatMap(({ name, mountToEnv }) => (mountToEnv ? [{ name, variable: mountToEnv }] : []));
  const listed = sources.flatMap(({ name, mountToEnvs = [] }) => mountToEnvs.map((variable) => ({ name, variable })));
  return [...single, ...listed];
}
