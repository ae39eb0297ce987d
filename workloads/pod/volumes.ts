import { z } from "zod";
import type { Sparse } from "./sparse";
import { claimShape, configMapShape, emptyDirShape, mountShape, secretShape, volumeSource } from "./volume-mounts";

/** The older way to list volumes: one list, the kind in `type`, an empty directory when it is absent. */
export const volumesSchema = z.array(
  z.discriminatedUnion("type", [
    z.object({ type: z.literal("pvc").describe("A persistent volume"), ...mountShape, ...claimShape }),
    z.object({ type: z.literal("configMap").describe("A ConfigMap as files"), ...mountShape, ...configMapShape }),
    z.object({ type: z.literal("secret").describe("A Secret as files"), ...mountShape, ...secretShape }),
    z.object({
      type: z.literal("emptyDir").optional().describe("An empty directory, also when absent"),
      ...mountShape,
      ...emptyDirShape,
    }),
  ]),
);

/** The older list of volumes, after validation. */
export type Volumes = z.infer<typeof volumesSchema>;

function source(volume: Volumes[number]) {
  if (volume.type === "pvc") return volumeSource.pvc(volume);
  if (volume.type === "configMap") return volumeSource.configMap(volume);
  if (volume.type === "secret") return volumeSource.secret(volume);
  return volumeSource.emptyDir(volume);
}

/** The container's mounts and the pod's volumes. Two entries with one name stay two volumes, which Kubernetes refuses. */
export function volumesOfList(volumes: Volumes): { mounts: Sparse[]; volumes: Sparse[] } {
  return {
    mounts: volumes.map(({ name, mountPath }) => ({ name, mountPath })),
    volumes: volumes.map((volume) => ({ name: volume.name, ...source(volume) })),
  };
}
