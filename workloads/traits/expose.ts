import { z } from "zod";
import { stringMap } from "../pod/schema";
import { kubernetesObject, type Sparse } from "../pod/sparse";
import { traitType } from "../types";

const portSchema = z.object({
  port: z.int().describe("Port number, of the Service and of the pods"),
  name: z.string().optional().describe("Name of the port; made from number and protocol when absent"),
  protocol: z.enum(["TCP", "UDP", "SCTP"]).default("TCP").describe("Transport protocol"),
  nodePort: z.int().optional().describe("Port number on every node; only used with `type: NodePort`"),
});

const schema = z.object({
  port: z.array(z.int()).optional().describe("Deprecated: port numbers. Use `ports`, which wins"),
  ports: z.array(portSchema).optional().describe("Ports to expose"),
  annotations: stringMap.default({}).describe("Annotations of the Service"),
  matchLabels: stringMap
    .optional()
    .describe("Labels of the pods to send traffic to; those of the component when absent"),
  type: z
    .enum(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"])
    .default("ClusterIP")
    .describe("Type of the Service"),
});

/** Trait `expose`: a Service. */
export const expose = traitType({
  name: "expose",
  description: "Exposes ports of the component with a Service",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema,
  apply: (properties, { name }) => ({
    outputs: {
      service: kubernetesObject({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name, annotations: properties.annotations },
        spec: {
          selector: properties.matchLabels ?? { "app.oam.dev/component": name },
          ports: portsOf(properties),
          type: properties.type,
        },
      }),
    },
  }),
});

function portsOf({ port, ports, type }: z.infer<typeof schema>): Sparse {
  if (ports === undefined) return port?.map((number) => ({ name: `port-${number}`, port: number, targetPort: number }));
  return ports.map(({ port, name, protocol, nodePort }) => ({
    port,
    targetPort: port,
    name: name ?? (protocol === "TCP" ? `port-${port}` : `port-${port}-${protocol.toLowerCase()}`),
    nodePort: type === "NodePort" ? nodePort : undefined,
    protocol,
  }));
}
