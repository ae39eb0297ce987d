import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import type { SparseObject } from "../pod/sparse";
import { claimShape, configMapShape, emptyDirShape, mountShape, secretShape, volumeSource } from "../pod/volume-mounts";
import { traitType } from "../types";

const { name } = mountShape;

const volumeSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("pvc").describe("A persistent volume"), name, ...claimShape }),
  z.object({ type: z.literal("configMap").describe("A ConfigMap as files"), name, ...configMapShape }),
  z.object({ type: z.literal("secret").describe("A Secret as files"), name, ...secretShape }),
  z.object({
    type: z.literal("emptyDir").optional().describe("An empty directory, also when absent"),
    name,
    ...emptyDirShape,
  }),
]);

function source(volume: z.infer<typeof volumeSchema>): SparseObject {
  if (volume.type === "pvc") return volumeSource.pvc(volume);
  if (volume.type === "configMap") return volumeSource.configMap(volume);
  if (volume.type === "secret") return volumeSource.secret(volume);
  return volumeSource.emptyDir(volume);
}

/** Trait `volumes`: volumes of the pods, without mounting them. */
export const volumes = traitType({
  name: "volumes",
  description: "Deprecated, use `storage`: adds volumes to the pods, without mounting them into containers",
  appliesTo: ["deployments.apps"],
  schema: z.object({ volumes: z.array(volumeSchema).default([]).describe("The volumes to add") }),
  apply(properties, { workload }) {
    const added = properties.volumes.map((volume) => ({ name: volume.name, ...source(volume) }));
    return { workload: patchPodSpec(workload, { volumes: added }, { volumes: { key: "name" } }) };
  },
});
