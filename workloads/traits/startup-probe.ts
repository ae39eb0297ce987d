import { z } from "zod";
import { patchContainers } from "../patch/containers";
import { RenderError, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const command = z.array(z.string()).default([]).describe("Program and arguments, without a shell");
const host = z.string().optional().describe("Host name to connect to; the IP of the pod when absent");

const httpGet = z.strictObject({
  path: z.string().optional().describe("Path of the request"),
  port: z.int().describe("Port of the container"),
  host,
  scheme: z.enum(["HTTP", "HTTPS"]).optional().describe("Protocol; HTTP when absent"),
  httpHeaders: z
    .array(
      z.strictObject({
        name: z.string().describe("Name of the header"),
        value: z.string().describe("Value of the header"),
      }),
    )
    .optional()
    .describe("Headers to send"),
});

const grpc = z.strictObject({
  port: z.int().describe("Port of the container"),
  service: z.string().optional().describe("Name of the service to ask for"),
});

const tcpSocket = z.strictObject({
  port: z.union([z.int(), z.string()]).describe("Port of the container, by number or name"),
  host,
});

const probeSchema = z.strictObject({
  containerName: z.string().default("").describe("Name of the container; the component's name when empty"),
  initialDelaySeconds: z.int().default(0).describe("Seconds between the start of the container and the first probe"),
  periodSeconds: z.int().default(10).describe("Seconds between two probes"),
  timeoutSeconds: z.int().default(1).describe("Seconds until a probe without an answer has failed"),
  successThreshold: z.int().default(1).describe("Successes in a row that count as started"),
  failureThreshold: z.int().default(3).describe("Failures in a row after which the container is restarted"),
  terminationGracePeriodSeconds: z.int().optional().describe("Seconds a failed container has to end by itself"),
  exec: z.strictObject({ command }).optional().describe("Started when this command exits with 0"),
  httpGet: httpGet.optional().describe("Started when this HTTP request is answered with a status from 200 to 399"),
  grpc: grpc.optional().describe("Started when the gRPC health service on this port says so"),
  tcpSocket: tcpSocket.optional().describe("Started when this port accepts connections"),
});

const schema = z.union([
  probeSchema.extend({ probes: z.never().optional().describe("Not beside the other properties") }),
  z.strictObject({
    probes: z.array(probeSchema).describe("Probes of several containers; each needs its `containerName`"),
  }),
]);

type Probe = z.infer<typeof probeSchema>;

const change = ({ containerName: _, ...startupProbe }: Probe) => ({ startupProbe });

/** Trait `startup-probe`: what tells that a container has started, before which no other probe counts. */
export const startupProbe = traitType({
  name: "startup-probe",
  description: "Sets the startup probe of containers",
  appliesTo: POD_WORKLOADS,
  schema,
  apply(properties, context) {
    if (properties.probes === undefined) return patchContainers<Probe>(properties, context, change, {});
    try {
      return patchContainers({ containers: properties.probes }, context, change, {});
    } catch (error) {
      throw underProbes(error);
    }
  },
});

/** The error, with the place where this trait has its list of containers. */
function underProbes(error: unknown): unknown {
  if (!(error instanceof RenderError) || error.path[0] !== "containers") return error;
  return new RenderError(error.message, ["probes", ...error.path.slice(1)]);
}
