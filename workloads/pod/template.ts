import { z } from "zod";
import type { RenderContext } from "../types";
import { envSchema } from "./env";
import { type MetadataProperties, podMetadata } from "./metadata";
import type { Sparse } from "./sparse";
import { type VolumeMounts, volumeMountsSchema, volumesOfMounts } from "./volume-mounts";
import { type Volumes, volumesOfList, volumesSchema } from "./volumes";

const strings = z.array(z.string());

/** Properties of the container that every type with pods has. */
export const containerShape = {
  image: z.string().describe("Image of the container"),
  imagePullPolicy: z.enum(["Always", "Never", "IfNotPresent"]).optional().describe("When the node pulls the image"),
  imagePullSecrets: strings.optional().describe("Names of the Secrets with credentials for the image registry"),
  cmd: strings.optional().describe("Program and its arguments, instead of the entrypoint of the image"),
  env: envSchema.optional().describe("Environment variables"),
  cpu: z.string().optional().describe('CPU cores, such as "0.5" or "500m": requested, and at the same time the limit'),
  memory: z.string().optional().describe('Memory, such as "512Mi": requested, and at the same time the limit'),
};

/** Volumes, in the newer and in the older way to say them. */
export const volumesShape = {
  volumeMounts: volumeMountsSchema.optional().describe("Volumes, by kind"),
  volumes: volumesSchema.optional().describe("Deprecated: volumes as one list. Use `volumeMounts`, which wins"),
};

/** What the properties of a component say about its pods, all types taken together. */
export interface PodProperties extends MetadataProperties {
  image: string;
  imagePullPolicy?: string | undefined;
  imagePullSecrets?: string[] | undefined;
  cmd?: string[] | undefined;
  args?: string[] | undefined;
  env?: z.infer<typeof envSchema> | undefined;
  cpu?: string | undefined;
  memory?: string | undefined;
  limit?: { cpu?: string | undefined; memory?: string | undefined } | undefined;
  volumeMounts?: VolumeMounts | undefined;
  volumes?: Volumes | undefined;
  hostAliases?: Sparse;
  livenessProbe?: Sparse;
  readinessProbe?: Sparse;
  restart?: string;
}

function resources({ cpu, memory, limit }: PodProperties): Sparse {
  if (cpu === undefined && memory === undefined) return undefined;
  return {
    requests: { cpu, memory },
    limits: {
      cpu: cpu === undefined ? undefined : (limit?.cpu ?? cpu),
      memory: memory === undefined ? undefined : (limit?.memory ?? memory),
    },
  };
}

function volumesOf({ volumeMounts, volumes }: PodProperties): { mounts?: Sparse; volumes?: Sparse } {
  if (volumeMounts !== undefined) return volumesOfMounts(volumeMounts);
  return volumes === undefined ? {} : volumesOfList(volumes);
}

/** A pod template with one container, named after the component. */
export function podTemplate(properties: PodProperties, context: RenderContext, ports?: Sparse): Sparse {
  const { mounts, volumes } = volumesOf(properties);
  const container = {
    name: context.name,
    image: properties.image,
    imagePullPolicy: properties.imagePullPolicy,
    command: properties.cmd,
    args: properties.args,
    env: properties.env,
    ports,
    resources: resources(properties),
    volumeMounts: mounts,
    livenessProbe: properties.livenessProbe,
    readinessProbe: properties.readinessProbe,
  };
  return {
    metadata: podMetadata(properties, context),
    spec: {
      restartPolicy: properties.restart,
      containers: [container],
      hostAliases: properties.hostAliases,
      imagePullSecrets: properties.imagePullSecrets?.map((name) => ({ name })),
      volumes,
    },
  };
}
