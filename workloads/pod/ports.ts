import { z } from "zod";
import { kubernetesObject, type Sparse } from "./sparse";

/** Properties of a port that every type with ports knows. */
export const portShape = {
  port: z.int().describe("Port number, also of the Service"),
  name: z.string().optional().describe("Name of the port; made from the number when absent"),
  protocol: z.enum(["TCP", "UDP", "SCTP"]).default("TCP").describe("Transport protocol"),
  expose: z.boolean().default(false).describe("Whether a Service makes the port reachable"),
};

/** A port that may be another one in the container, and that may choose its number on the nodes. */
export const fullPortSchema = z.object({
  ...portShape,
  containerPort: z.int().optional().describe("Port number in the container, when it is another one"),
  nodePort: z.int().optional().describe("Port number on every node; only used with `exposeType: NodePort`"),
});

/** The properties with which a component says its ports. */
export const portsShape = <P extends z.ZodType, E extends z.ZodType>(port: P, exposeType: E) => ({
  port: z.int().optional().describe("Deprecated: the only port of the container. Use `ports`, which wins"),
  ports: z.array(port).optional().describe("Ports of the container"),
  exposeType: exposeType.describe("Type of the Service that has the exposed ports"),
});

/** A port, after validation. */
export type Port = z.infer<typeof fullPortSchema>;

const inContainer = (port: Port) => port.containerPort ?? port.port;

function portName(port: Port): string {
  const suffix = port.protocol === "TCP" ? "" : `-${port.protocol.toLowerCase()}`;
  return port.name ?? `port-${inContainer(port)}${suffix}`;
}

/** The ports of the container; undefined when the component says none. */
export function containerPorts(properties: { port?: number | undefined; ports?: Port[] | undefined }): Sparse {
  const { port, ports } = properties;
  if (ports === undefined) return port === undefined ? undefined : [{ containerPort: port }];
  return ports.map((item) => ({
    containerPort: inContainer(item),
    protocol: item.protocol,
    name: portName(item),
  }));
}

/** The ports of the Service: the exposed ones. */
export function servicePorts(properties: { ports?: Port[] | undefined; exposeType: string }): Sparse[] {
  const { ports = [], exposeType } = properties;
  return ports
    .filter((port) => port.expose)
    .map((port) => ({
      port: port.port,
      targetPort: inContainer(port),
      name: portName(port),
      protocol: port.protocol,
      nodePort: exposeType === "NodePort" ? port.nodePort : undefined,
    }));
}

/** The Service of a component under the given key of its outputs; no outputs when no port is exposed. */
export function exposed(key: string, name: string, type: string, ports: Sparse[]) {
  if (ports.length === 0) return {};
  const service = kubernetesObject({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name },
    spec: { selector: { "app.oam.dev/component": name }, ports, type },
  });
  return { outputs: { [key]: service } };
}
