import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { isObject, type JsonObject } from "../../model/json";
import { forContainers, patchContainers } from "../patch/containers";
import type { SparseObject } from "../pod/sparse";
import { RenderError, traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";

const portSchema = z.strictObject({
  containerPort: z.int().describe("Port number in the container"),
  protocol: z.enum(["TCP", "UDP", "SCTP"]).default("TCP").describe("Transport protocol"),
  hostPort: z.int().optional().describe("Port number on the node that the pod runs on"),
  hostIP: z.string().optional().describe("Address of the node that `hostPort` belongs to"),
});

type Port = z.infer<typeof portSchema>;

/** Trait `container-ports`: ports of containers, also on the node. */
export const containerPorts = traitType({
  name: "container-ports",
  description: "Adds ports to containers, and binds them to ports of the node",
  appliesTo: POD_WORKLOADS,
  schema: forContainers({ ports: z.array(portSchema).default([]).describe("Ports to add, or to bind to the node") }),
  apply: (properties, context) =>
    patchContainers(properties, context, ({ ports }, container) => ({ ports: changed(ports, container) }), {
      ports: { strategy: "replace" },
    }),
});

/** The ports that were there keep their place; they are told apart by number and protocol. */
function changed(ports: Port[], container: JsonObject): SparseObject[] {
  const before = Array.isArray(container.ports) ? container.ports.filter(isObject) : [];
  const kept = before.map((port) => bound(port, ports, container));
  return [...kept, ...ports.filter((port) => !before.some((other) => isSame(port, other)))];
}

const isSame = (port: Port, other: JsonObject) =>
  other.containerPort === port.containerPort && other.protocol === port.protocol;

function bound(port: JsonObject, ports: Port[], { name: container }: JsonObject): SparseObject {
  const { containerPort, protocol, name } = port;
  if (protocol === undefined || name === undefined) {
    throw new RenderError(`port ${containerPort} of container ${container} needs a name and a protocol`);
  }
  const [wanted, ...others] = ports.filter((candidate) => isSame(candidate, port));
  if (others.some((other) => !isDeepStrictEqual(other, wanted))) {
    throw new RenderError(`port ${containerPort} of container ${container} is bound twice, in different ways`);
  }
  return { containerPort, protocol, name, hostPort: wanted?.hostPort, hostIP: wanted?.hostIP };
}
