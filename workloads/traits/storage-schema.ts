import { z } from "zod";
import { byteQuantity } from "../pod/quantity";
import { anyJson, stringMap } from "../pod/schema";

const storage = (what: string) => z.object({ storage: byteQuantity.optional().describe(what) }).optional();

const name = (kind: string) => ({ name: z.string().describe(`Name of the ${kind}`) });
const mountOnly = z.boolean().default(false).describe("Whether it exists already and is only mounted, not created");
const mountPath = z.string().describe("Directory in the container");
const subPath = z.string().optional().describe("Directory or file in the volume to mount, instead of its root");

const dataSource = z
  .object({
    name: z.string().describe("Name of the source"),
    kind: z.string().describe("Kind of the source"),
    apiGroup: z.string().describe("API group of the source"),
  })
  .catchall(anyJson)
  .optional();

const selector = z
  .object({
    matchLabels: stringMap.optional().describe("Labels and the values they must have"),
    matchExpressions: z
      .object({
        key: z.string().describe("Label that the condition is about"),
        operator: z.string().describe("How the label relates to `values`"),
        values: z.array(z.string()).default([]).describe("Values to compare with"),
      })
      .catchall(anyJson)
      .optional()
      .describe("A further condition"),
  })
  .catchall(anyJson);

const claim = z.object({
  ...name("PersistentVolumeClaim"),
  mountOnly,
  mountPath: mountPath.describe("Directory in the container, or path of the device with `volumeMode: Block`"),
  subPath,
  volumeMode: z.string().default("Filesystem").describe("`Filesystem`, or `Block` for a raw device"),
  volumeName: z.string().optional().describe("Name of the PersistentVolume to take"),
  accessModes: z.array(z.string()).default(["ReadWriteOnce"]).describe("How nodes may mount the volume"),
  storageClassName: z.string().optional().describe("Storage class; the cluster's default when absent"),
  resources: z
    .object({
      requests: storage("Size, such as `8Gi`, which it is when absent").describe("What the volume must at least have"),
      limits: storage("Size, such as `16Gi`").describe("What the volume may at most have"),
    })
    .optional()
    .describe("Size of the volume; 8Gi when absent"),
  dataSourceRef: dataSource.describe("What the volume is filled from"),
  dataSource: dataSource.describe("What the volume is filled from, the older way"),
  selector: selector.optional().describe("As in KubeVela, goes into `dataSource` and selects nothing"),
});

const items = z
  .array(
    z
      .object({
        key: z.string().describe("Key in the data"),
        path: z.string().describe("Path of the file, relative to the mount"),
        mode: z.int().default(511).describe("Permission bits of this file, as a decimal number (511 is 0777)"),
      })
      .catchall(anyJson),
  )
  .optional()
  .describe("The keys to show, each as which file; all when absent");

const filesShape = {
  mountOnly,
  mountPath: mountPath.optional().describe("Directory in the container; not mounted when absent"),
  subPath,
  defaultMode: z.int().default(420).describe("Permission bits of the files, as a decimal number (420 is 0644)"),
  readOnly: z.boolean().default(false).describe("Has no effect, as in KubeVela: such files cannot be written anyway"),
  items,
};

const configMapVariable = z.object({
  envName: z.string().describe("Name of the environment variable"),
  configMapKey: z.string().describe("Key in the data"),
});

const secretVariable = z.object({
  envName: z.string().describe("Name of the environment variable"),
  secretKey: z.string().describe("Key in the data"),
});

const anyData = z.record(z.string(), anyJson).optional();

const configMap = z.object({
  ...name("ConfigMap"),
  ...filesShape,
  mountToEnv: configMapVariable.optional().describe("One key as an environment variable"),
  mountToEnvs: z.array(configMapVariable).optional().describe("Keys as environment variables"),
  data: anyData.describe("Content by key"),
});

const secret = z.object({
  ...name("Secret"),
  ...filesShape,
  mountToEnv: secretVariable.optional().describe("One key as an environment variable"),
  mountToEnvs: z.array(secretVariable).optional().describe("Keys as environment variables"),
  stringData: anyData.describe("Content by key, as text"),
  data: anyData.describe("Content by key, in base64"),
});

const emptyDir = z.object({
  ...name("volume, after `emptydir-`"),
  mountPath,
  subPath,
  medium: z.enum(["", "Memory"]).default("").describe("`Memory` for a RAM disk; the disk of the node when empty"),
});

const hostPath = z.object({
  ...name("volume, after `hostpath-`"),
  path: z.string().describe("Path on the node"),
  mountPath,
  type: z
    .enum(["Directory", "DirectoryOrCreate", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"])
    .default("Directory")
    .describe("What must be there"),
});

/** Properties of trait `storage`. */
export const storageSchema = z.object({
  pvc: z.array(claim).default([]).describe("Persistent volumes"),
  configMap: z.array(configMap).default([]).describe("ConfigMaps, as files or environment variables"),
  secret: z.array(secret).default([]).describe("Secrets, as files or environment variables"),
  emptyDir: z.array(emptyDir).default([]).describe("Empty directories that live as long as the pod"),
  hostPath: z.array(hostPath).default([]).describe("Files and directories of the node"),
});

/** Properties of trait `storage` after validation. */
export type Storage = z.infer<typeof storageSchema>;
