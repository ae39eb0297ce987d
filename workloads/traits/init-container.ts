import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { envSchema } from "../pod/env";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const volumeMount = z
  .object({
    name: z.string().describe("Name of a volume of the pod"),
    mountPath: z.string().describe("Directory in the init container"),
  })
  .catchall(anyJson);

const schema = z.object({
  name: z.string().describe("Name of the init container"),
  image: z.string().describe("Image of the container"),
  imagePullPolicy: z
    .enum(["IfNotPresent", "Always", "Never"])
    .default("IfNotPresent")
    .describe("When the node pulls the image"),
  cmd: z.array(z.string()).optional().describe("Program and its arguments, instead of the entrypoint of the image"),
  args: z.array(z.string()).optional().describe("Arguments for the entrypoint or for `cmd`"),
  env: envSchema.optional().describe("Environment variables"),
  mountName: z.string().default("workdir").describe("Name of the volume that both containers share"),
  appMountPath: z.string().describe("Where the component's container sees the shared volume"),
  initMountPath: z.string().describe("Where the init container sees the shared volume"),
  extraVolumeMounts: z.array(volumeMount).default([]).describe("Further volumes for the init container"),
});

/** Trait `init-container`: a container that runs before the others, and a directory that it shares with the component. */
export const initContainer = traitType({
  name: "init-container",
  description: "Runs a container before the component's, and shares a directory between them",
  appliesTo: POD_WORKLOADS,
  schema,
  apply(properties, { workload, name: component }) {
    const { name, image, imagePullPolicy, cmd, args, env, mountName, appMountPath, initMountPath } = properties;
    const volumeMounts = [{ name: mountName, mountPath: initMountPath }, ...properties.extraVolumeMounts];
    const podSpec = {
      containers: [{ name: component, volumeMounts: [{ name: mountName, mountPath: appMountPath }] }],
      initContainers: [{ name, image, imagePullPolicy, command: cmd, args, env, volumeMounts }],
      volumes: [{ name: mountName, emptyDir: {} }],
    };
    const byName = { key: "name" };
    return {
      workload: patchPodSpec(workload, podSpec, { containers: byName, initContainers: byName, volumes: byName }),
    };
  },
});
