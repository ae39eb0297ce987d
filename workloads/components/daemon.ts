import { z } from "zod";
import { controller } from "../pod/controller";
import { hostAliasesShape } from "../pod/host-aliases";
import { metadataShape, revisionShape } from "../pod/metadata";
import { containerPorts, exposed, portShape, portsShape } from "../pod/ports";
import { probeSchema, probeShape } from "../pod/probe";
import { containerShape, deprecatedVolumesShape, podTemplate } from "../pod/template";
import { volumeMountsSchema } from "../pod/volume-mounts";
import { componentType } from "../types";

const serviceTypes = z.enum(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]);

const schema = z.object({
  ...containerShape,
  ...portsShape(z.object(portShape), serviceTypes.default("ClusterIP")),
  ...probeShape(probeSchema),
  volumeMounts: volumeMountsSchema.optional().describe("Volumes, by kind"),
  ...deprecatedVolumesShape,
  ...hostAliasesShape,
  ...metadataShape,
  ...revisionShape,
});

/** `daemon`: a DaemonSet, and a Service when ports are exposed. Port names do not show the protocol, other than elsewhere. */
export const daemon = componentType({
  name: "daemon",
  description: "A service of which one pod runs on every node",
  workload: "daemonsets.apps",
  schema,
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
