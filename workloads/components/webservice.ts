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
  limit: z
    .object({
      cpu: z.string().optional().describe("Limit of CPU, when it is not `cpu`; has no effect without `cpu`"),
      memory: z
        .string()
        .optional()
        .describe("Limit of memory, when it is not `memory`; has no effect without `memory`"),
    })
    .optional()
    .describe("Limits that are higher than what is requested"),
  ...portsShape(fullPortSchema, z.enum(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP")),
  ...probeShape(probeSchema),
  volumeMounts: volumeMountsSchema.optional().describe("Volumes, by kind"),
  ...deprecatedVolumesShape,
  ...hostAliasesShape,
  ...metadataShape,
  ...revisionShape,
});

/** `webservice`: a Deployment, and a Service when ports are exposed. */
export const webservice = componentType({
  name: "webservice",
  description: "A long-running service that scales out and answers requests from the network",
  workload: "deployments.apps",
  schema,
  render(properties, context) {
    const { ports, exposeType } = properties;
    return {
      workload: controller("Deployment", context.name, podTemplate(properties, context, containerPorts(properties))),
      ...exposed("webserviceExpose", context.name, exposeType, servicePorts(ports, exposeType)),
    };
  },
});
