import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { byteQuantity } from "../pod/quantity";
import { anyJson, stringMap } from "../pod/schema";
import { kubernetesObject, type SparseObject } from "../pod/sparse";
import { RenderError, traitType } from "../types";

const amount = z.object({ storage: byteQuantity.describe("Size, such as `10Gi`") });

const reference = z
  .object({
    name: z.string().describe("Name of the object"),
    kind: z.string().describe("Kind of the object"),
    apiGroup: z.string().describe("API group of the kind"),
  })
  .catchall(anyJson);

const selector = z
  .object({
    matchLabels: stringMap.optional().describe("Labels and the values they must have"),
    matchExpressions: z
      .object({
        key: z.string().describe("Label that the condition is about"),
        values: z.array(z.string()).default([]).describe("Values to compare with"),
        operator: z.string().describe("How the label relates to `values`"),
      })
      .catchall(anyJson)
      .optional()
      .describe("A further condition"),
  })
  .catchall(anyJson);

const mount = z.object({
  name: z.string().describe("Name of the volume in the pod"),
  mountPath: z.string().optional().describe("Directory in the container, with `volumeMode: Filesystem`"),
  devicePath: z.string().optional().describe("Path of the device in the container, with `volumeMode: Block`"),
});

const schema = z.object({
  claimName: z.string().describe("Name of the PersistentVolumeClaim to create"),
  volumeMode: z.string().default("Filesystem").describe("Whether pods see a `Filesystem` or a `Block` device"),
  volumeName: z.string().optional().describe("Name of the persistent volume to claim"),
  accessModes: z.array(z.string()).default([]).describe("How nodes may use the volume, such as `ReadWriteOnce`"),
  storageClassName: z.string().optional().describe("Class of storage; the cluster's default when absent"),
  resources: z
    .object({
      requests: amount.describe("Size that the volume must have"),
      limits: amount.optional().describe("Size that the volume must not exceed"),
    })
    .describe("Size of the volume"),
  dataSourceRef: reference.optional().describe("Object to fill the volume from"),
  dataSource: reference.optional().describe("Snapshot or claim to fill the volume from"),
  selector: selector.optional().describe("As in KubeVela, this ends in `dataSource` of the claim; better left out"),
  volumesToMount: z.array(mount).default([]).describe("Volumes of the pod that show the claim, and where"),
});

type Pvc = z.infer<typeof schema>;

/** What the first container gets: mounts or devices, or nothing for a volume mode that is neither. */
function containerPatch({ volumeMode, volumesToMount }: Pvc): SparseObject {
  const places = (field: "mountPath" | "devicePath") =>
    volumesToMount.map((volume, index) => {
      if (volume[field] !== undefined) return { name: volume.name, [field]: volume[field] };
      throw new RenderError(`${field} is missing, volumeMode ${volumeMode} needs it`, ["volumesToMount", index]);
    });
  if (volumeMode === "Block") return { volumeDevices: places("devicePath") };
  return volumeMode === "Filesystem" ? { volumeMounts: places("mountPath") } : {};
}

function claim(properties: Pvc) {
  const { claimName, volumesToMount: _, dataSource, selector, ...spec } = properties;
  const source = dataSource || selector ? { ...dataSource, ...selector } : undefined;
  return kubernetesObject({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimName },
    spec: { ...spec, dataSource: source },
  });
}

const RULES = {
  "containers.volumeMounts": { key: "name" },
  "containers.volumeDevices": { key: "name" },
  volumes: { key: "name" },
};

/** Trait `pvc`: a claim for a persistent volume, for pods with one container. */
export const pvc = traitType({
  name: "pvc",
  description: "Deprecated, use `storage`: claims a persistent volume and mounts it into the only container",
  appliesTo: ["deployments.apps"],
  schema,
  apply(properties, { workload }) {
    const { claimName, volumesToMount } = properties;
    const volumes = volumesToMount.map(({ name }) => ({ name, persistentVolumeClaim: { claimName } }));
    const patch = { containers: [containerPatch(properties)], volumes };
    return { workload: patchPodSpec(workload, patch, RULES), outputs: { claim: claim(properties) } };
  },
});
