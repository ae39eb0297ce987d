import { z } from "zod";
import type { RenderContext, RenderedComponent } from "../types";
import { type ControllerKind, controller } from "./controller";
import { hostAliasesShape } from "./host-aliases";
import { metadataShape, revisionShape } from "./metadata";
import { containerPorts, exposed, fullPortSchema, type Port, portsShape, servicePorts } from "./ports";
import { probeSchema, probeShape } from "./probe";
import { containerShape, type PodProperties, podTemplate, volumesShape } from "./template";

/** Properties of every type that answers requests, but for its ports. */
export const serviceShape = {
  ...containerShape,
  ...probeShape(probeSchema),
  ...volumesShape,
  ...hostAliasesShape,
  ...metadataShape,
  ...revisionShape,
};

/** Properties of the types that answer requests and scale out. */
export const scaledServiceShape = {
  ...serviceShape,
  args: z.array(z.string()).optional().describe("Arguments for the entrypoint or for `cmd`"),
  ...portsShape(fullPortSchema, z.enum(["ClusterIP", "NodePort", "LoadBalancer"]).default("ClusterIP")),
};

/** What `scaledServiceShape` says, after validation. */
export type ScaledService = PodProperties & {
  port?: number | undefined;
  ports?: Port[] | undefined;
  exposeType: string;
};

/** Renders a controller for the pods and, when ports are exposed, a Service under the given key of the outputs. */
export function renderScaledService(kind: ControllerKind, key: string) {
  return (properties: ScaledService, context: RenderContext): RenderedComponent => ({
    workload: controller(kind, context.name, podTemplate(properties, context, containerPorts(properties))),
    ...exposed(key, context.name, properties.exposeType, servicePorts(properties)),
  });
}
