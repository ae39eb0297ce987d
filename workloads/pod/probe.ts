import { z } from "zod";

const seconds = (fallback: number) => z.int().default(fallback);

const httpShape = {
  path: z.string().describe("Path of the request"),
  port: z.int().describe("Port of the container"),
  httpHeaders: z
    .array(
      z.strictObject({
        name: z.string().describe("Name of the header"),
        value: z.string().describe("Value of the header"),
      }),
    )
    .optional()
    .describe("Headers to send"),
};

const probe = <H extends z.ZodType>(httpGet: H) =>
  z.strictObject({
    exec: z
      .strictObject({ command: z.array(z.string()).default([]).describe("Program and arguments, without a shell") })
      .optional()
      .describe("Healthy when this command exits with 0"),
    httpGet: httpGet.optional().describe("Healthy when this HTTP request is answered with a status from 200 to 399"),
    tcpSocket: z
      .strictObject({ port: z.int().describe("Port of the container") })
      .optional()
      .describe("Healthy when this port accepts connections"),
    initialDelaySeconds: seconds(0).describe("Seconds between the start of the container and the first probe"),
    periodSeconds: seconds(10).describe("Seconds between two probes"),
    timeoutSeconds: seconds(1).describe("Seconds until a probe without an answer has failed"),
    successThreshold: z.int().default(1).describe("Successes in a row that turn a failing container healthy"),
    failureThreshold: z.int().default(3).describe("Failures in a row that turn a healthy container unhealthy"),
  });

/** A health probe whose HTTP request cannot choose host and scheme. Unknown keys are refused, as KubeVela does. */
export const plainProbeSchema = probe(z.strictObject(httpShape));

/** A health probe. Unknown keys are refused, as KubeVela does. */
export const probeSchema = probe(
  z.strictObject({
    ...httpShape,
    host: z.string().optional().describe("Host name to connect to; the IP of the pod when absent"),
    scheme: z.string().optional().describe("HTTP or HTTPS; HTTP when absent"),
  }),
);

/** The two probe properties of a component, with the given kind of probe. */
export const probeShape = <P extends z.ZodType>(schema: P) => ({
  livenessProbe: schema.optional().describe("When this fails, the container is restarted"),
  readinessProbe: schema.optional().describe("While this fails, the pod gets no traffic from Services"),
});
