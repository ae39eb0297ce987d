import { z } from "zod";
import { controller } from "../pod/controller";
import { hostAliasesShape } from "../pod/host-aliases";
import { metadataShape, revisionShape } from "../pod/metadata";
import { containerPorts, exposed, fullPortSchema, portsShape, servicePorts } from "../pod/ports";
import { probeSchema, probeShape } from "../pod/probe";
import { argsShape, containerShape, deprecatedVolumesShape, podTemplate } from "../pod/template";
import { volumeMountsSchema } from "../pod/volume-mounts";
import { componentType } from "../types";

const schema = z.object({
  ...containerShape,
  ...argsShape,
  ...portsShape(fullPortSchema, z.enum(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP")),
  ...probeShape(probeSchema),
  volumeMounts: volumeMountsSchema.optional().describe("Volumes, by kind"),
  ...deprecatedVolumesShape,
  ...hostAliasesShape,
  ...metadataShape,
  ...revisionShape,
});

/** `statefulset`: a StatefulSet, and a Service when ports are exposed. */
export const statefulset = componentType({
  name: "statefulset",
  description: "A long-running service whose pods keep their names and their storage, such as a database",
  workload: "statefulsets.apps",
  schema,
  render(properties, context) {
    const { ports, exposeType } = properties;
    return {
      workload: controller("StatefulSet", context.name, podTemplate(properties, context, containerPorts(properties))),
      ...exposed("statefulsetsExpose", context.name, exposeType, servicePorts(ports, exposeType)),
    };
  },
});
