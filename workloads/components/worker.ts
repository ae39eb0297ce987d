import { z } from "zod";
import { controller } from "../pod/controller";
import { plainProbeSchema, probeShape } from "../pod/probe";
import { containerShape, podTemplate, volumesShape } from "../pod/template";
import { componentType } from "../types";

const schema = z.object({
  ...containerShape,
  imagePullPolicy: z.string().optional().describe("When the node pulls the image: `Always`, `Never` or `IfNotPresent`"),
  ...probeShape(plainProbeSchema),
  ...volumesShape,
});

/** `worker`: a Deployment that nothing talks to. */
export const worker = componentType({
  name: "worker",
  description: "A long-running process in the background that scales out and is not reached over the network",
  workload: "deployments.apps",
  schema,
  render: (properties, context) => ({
    workload: controller("Deployment", context.name, podTemplate(properties, context)),
  }),
});
