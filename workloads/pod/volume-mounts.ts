import { z } from "zod";
import { anyJson } from "./schema";
import type { Sparse } from "./sparse";

const fileMode = (fallback: number) => z.int().default(fallback);

/** Properties that every mounted volume has, whatever its kind. */
export const mountShape = {
  name: z.string().describe("Name of the volume in the pod"),
  mountPath: z.string().describe("Directory in the container"),
};

/** Properties of a volume that shows a claimed persistent volume. */
export const claimShape = { claimName: z.string().describe("Name of the PersistentVolumeClaim") };

const filesShape = {
  defaultMode: fileMode(420).describe("Permission bits of the files, as a decimal number (420 is 0644)"),
  items: z
    .array(
      z
        .object({
          key: z.string().describe("Key in the data"),
          path: z.string().describe("Path of the file, relative to the mount"),
          mode: fileMode(511).describe("Permission bits of this file, as a decimal number (511 is 0777)"),
        })
        .catchall(anyJson),
    )
    .optional()
    .describe("The keys to show, each as which file; all when absent"),
};

/** Properties of a volume that shows a ConfigMap as files. */
export const configMapShape = { cmName: z.string().describe("Name of the ConfigMap"), ...filesShape };

/** Properties of a volume that shows a Secret as files. */
export const secretShape = { secretName: z.string().describe("Name of the Secret"), ...filesShape };

/** Properties of an empty directory that lives as long as the pod. */
export const emptyDirShape = {
  medium: z.enum(["", "Memory"]).default("").describe("`Memory` for a RAM disk; the disk of the node when empty"),
};

const subPathShape = {
  ...mountShape,
  subPath: z.string().optional().describe("Directory or file in the volume to mount, instead of its root"),
};

/** Volumes by kind, each with the place where the container sees it. */
export const volumeMountsSchema = z.object({
  pvc: z
    .array(z.object({ ...subPathShape, ...claimShape }))
    .optional()
    .describe("Persistent volumes"),
  configMap: z
    .array(z.object({ ...subPathShape, ...configMapShape }))
    .optional()
    .describe("ConfigMaps as files"),
  secret: z
    .array(z.object({ ...subPathShape, ...secretShape }))
    .optional()
    .describe("Secrets as files"),
  emptyDir: z
    .array(z.object({ ...subPathShape, ...emptyDirShape }))
    .optional()
    .describe("Empty directories"),
  hostPath: z
    .array(z.object({ ...subPathShape, path: z.string().describe("Path on the node") }))
    .optional()
    .describe("Files and directories of the node"),
});

/** Volumes by kind, after validation. */
export type VolumeMounts = z.infer<typeof volumeMountsSchema>;

const files = (volume: { defaultMode: number; items?: Sparse }) => ({
  defaultMode: volume.defaultMode,
  items: volume.items,
});

/** Sources of pod volumes, by kind, in the form of Kubernetes. */
export const volumeSource = {
  pvc: (volume: { claimName: string }) => ({ persistentVolumeClaim: { claimName: volume.claimName } }),
  configMap: (volume: { cmName: string; defaultMode: number; items?: Sparse }) => ({
    configMap: { name: volume.cmName, ...files(volume) },
  }),
  secret: (volume: { secretName: string; defaultMode: number; items?: Sparse }) => ({
    secret: { secretName: volume.secretName, ...files(volume) },
  }),
  emptyDir: (volume: { medium: string }) => ({ emptyDir: { medium: volume.medium } }),
  hostPath: (volume: { path: string }) => ({ hostPath: { path: volume.path } }),
};

/** The container's mounts and the pod's volumes. A volume that is mounted twice under one name is listed once. */
export function volumesOfMounts(volumeMounts: VolumeMounts): { mounts: Sparse[]; volumes: Sparse[] } {
  const { pvc = [], configMap = [], secret = [], emptyDir = [], hostPath = [] } = volumeMounts;
  const mounts = [...pvc, ...configMap, ...secret, ...emptyDir, ...hostPath].map(({ name, mountPath, subPath }) => ({
    name,
    mountPath,
    subPath,
  }));
  const volumes = [
    ...pvc.map((volume) => ({ name: volume.name, ...volumeSource.pvc(volume) })),
    ...configMap.map((volume) => ({ name: volume.name, ...volumeSource.configMap(volume) })),
    ...secret.map((volume) => ({ name: volume.name, ...volumeSource.secret(volume) })),
    ...emptyDir.map((volume) => ({ name: volume.name, ...volumeSource.emptyDir(volume) })),
    ...hostPath.map((volume) => ({ name: volume.name, ...volumeSource.hostPath(volume) })),
  ];
  const isFirst = (name: string, index: number) => volumes.findIndex((other) => other.name === name) === index;
  return { mounts, volumes: volumes.filter(({ name }, index) => isFirst(name, index)) };
}
