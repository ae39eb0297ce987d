import { z } from "zod";
import { controller } from "../pod/controller";
import { containerPorts, exposed, portShape, portsShape } from "../pod/ports";
import { serviceShape } from "../pod/service";
import { podTemplate } from "../pod/template";
import { componentType } from "../types";

const serviceTypes = z.enum(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]);

/**
 * `daemon`: a DaemonSet, and a Service when ports are exposed. Unlike elsewhere, port names do not show the protocol, and
 * the Service leaves it out.
 */
export const daemon = componentType({
  name: "daemon",
  description: "A service of which one pod runs on every node",
  workload: "daemonsets.apps",
  schema: z.object({ ...serviceShape, ...portsShape(z.object(portShape), serviceTypes.default("ClusterIP")) }),
  render(properties, context) {
    const ports = properties.ports?.map((port) => ({ ...port, name: port.name ?? `port-${port.port}` }));
    const template = podTemplate(properties, context, containerPorts({ port: properties.port, ports }));
    const servicePorts = (ports ?? [])
      .filter(({ expose }) => expose)
      .map(({ port, name }) => ({ port, targetPort: port, name }));
    return {
      workload: controller("DaemonSet", context.name, template),
      ...exposed("webserviceExpose", context.name, properties.exposeType, servicePorts),
    };
  },
});
