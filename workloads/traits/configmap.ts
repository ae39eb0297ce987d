import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { stringMap } from "../pod/schema";
import { type KubernetesObject, traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

const volume = z.object({
  name: z.string().describe("Name of the ConfigMap"),
  mountPath: z.string().describe("Directory in the container"),
  readOnly: z.boolean().default(false).describe("Whether the container cannot write there"),
  data: stringMap.optional().describe("Content of the ConfigMap to create; without it the ConfigMap must exist"),
});

const RULES = {
  containers: { open: true },
  "containers.volumeMounts": { key: "name" },
  volumes: { key: "name" },
};

function configMap({ name, data }: z.infer<typeof volume>): [string, KubernetesObject][] {
  return data === undefined ? [] : [[name, { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data }]];
}

/** Trait `configmap`: ConfigMaps as files in the first container. */
export const configmap = traitType({
  name: "configmap",
  description: "Deprecated, use `storage`: creates ConfigMaps and mounts them into the first container",
  appliesTo: ANY_WORKLOAD,
  schema: z.object({ volumes: z.array(volume).default([]).describe("The ConfigMaps and where to mount them") }),
  apply({ volumes }, { workload }) {
    const volumeMounts = volumes.map(({ name, mountPath, readOnly }) => ({
      name: `volume-${name}`,
      mountPath,
      readOnly,
    }));
    const podVolumes = volumes.map(({ name }) => ({ name: `volume-${name}`, configMap: { name } }));
    return {
      workload: patchPodSpec(workload, { containers: [{ volumeMounts }], volumes: podVolumes }, RULES),
      outputs: Object.fromEntries(volumes.flatMap(configMap)),
    };
  },
});
