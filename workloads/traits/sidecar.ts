import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { envSchema } from "../pod/env";
import { plainProbeSchema, probeShape } from "../pod/probe";
import { anyJson } from "../pod/schema";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const fieldRef = z
  .object({ fieldPath: z.string().describe("Path of the field, such as `metadata.name`") })
  .catchall(anyJson)
  .optional()
  .describe("A field of the pod itself");

const variable = envSchema.element;
const valueFrom = variable.shape.valueFrom.unwrap().extend({ fieldRef });

const schema = z.object({
  name: z.string().describe("Name of the sidecar container"),
  image: z.string().describe("Image of the container"),
  cmd: z.array(z.string()).optional().describe("Program and its arguments, instead of the entrypoint of the image"),
  args: z.array(z.string()).optional().describe("Arguments for the entrypoint or for `cmd`"),
  env: z
    .array(variable.extend({ valueFrom: valueFrom.optional().describe("Where the value is read from") }))
    .optional()
    .describe("Environment variables"),
  volumes: z
    .array(
      z.object({
        name: z.string().describe("Name of a volume of the pod"),
        path: z.string().describe("Directory in the container"),
      }),
    )
    .optional()
    .describe("Volumes of the pod to mount"),
  ...probeShape(plainProbeSchema),
});

/** Trait `sidecar`: one more container in the pods. */
export const sidecar = traitType({
  name: "sidecar",
  description: "Adds a container to the pods",
  appliesTo: POD_WORKLOADS,
  schema,
  apply({ name, image, cmd, args, env, volumes, livenessProbe, readinessProbe }, { workload }) {
    const volumeMounts = volumes?.map((volume) => ({ mountPath: volume.path, name: volume.name }));
    const container = { name, image, command: cmd, args, env, volumeMounts, livenessProbe, readinessProbe };
    return { workload: patchPodSpec(workload, { containers: [container] }, { containers: { key: "name" } }) };
  },
});
