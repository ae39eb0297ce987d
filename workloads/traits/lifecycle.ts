import { z } from "zod";
import { isObject } from "../../model/json";
import { containersOf } from "../patch/containers";
import { patchPodSpec } from "../patch/pod-spec";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const port = z.int().min(1).max(65535).describe("Port of the container");

const handler = z.strictObject({
  exec: z
    .strictObject({ command: z.array(z.string()).default([]).describe("Program and arguments, without a shell") })
    .optional()
    .describe("Runs a command in the container"),
  httpGet: z
    .strictObject({
      path: z.string().optional().describe("Path of the request"),
      port,
      host: z.string().optional().describe("Host name to connect to; the IP of the pod when absent"),
      scheme: z.enum(["HTTP", "HTTPS"]).default("HTTP").describe("Protocol"),
      httpHeaders: z
        .array(
          z.strictObject({
            name: z.string().describe("Name of the header"),
            value: z.string().describe("Value of the header"),
          }),
        )
        .optional()
        .describe("Headers to send"),
    })
    .optional()
    .describe("Sends an HTTP request"),
  tcpSocket: z
    .strictObject({
      port,
      host: z.string().optional().describe("Host name to connect to; the IP of the pod when absent"),
    })
    .optional()
    .describe("Opens a TCP connection"),
});

/** Trait `lifecycle`: what every container of a pod does right after its start and right before its end. */
export const lifecycle = traitType({
  name: "lifecycle",
  description: "Runs hooks after the start and before the end of every container",
  appliesTo: POD_WORKLOADS,
  schema: z.object({
    postStart: handler.optional().describe("What happens right after a container has started"),
    preStop: handler.optional().describe("What happens before a container is asked to end"),
  }),
  apply: (hooks, { workload }) => ({
    workload: patchPodSpec(workload, { containers: containersOf(workload).map(() => ({ lifecycle: hooks })) }),
  }),
  // Containers of later traits are among every container, too: in KubeVela, the patch's list is open.
  applyAtEnd(hooks, workload) {
    const containers = containersOf(workload).map(({ lifecycle }) => ({
      lifecycle: isObject(lifecycle) ? { ...hooks, ...lifecycle } : hooks,
    }));
    return patchPodSpec(workload, { containers });
  },
});
