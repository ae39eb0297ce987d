import { z } from "zod";
import { jobShape, jobSize } from "../pod/job";
import { metadataShape } from "../pod/metadata";
import { kubernetesObject } from "../pod/sparse";
import { containerShape, podTemplate } from "../pod/template";
import { volumesSchema } from "../pod/volumes";
import { componentType } from "../types";

const schema = z.object({
  ...containerShape,
  ...jobShape,
  volumes: volumesSchema.optional().describe("Volumes"),
  ...metadataShape,
});

/** `task`: a Job, named after the Application and the component. KubeVela takes probes too, and renders none. */
export const task = componentType({
  name: "task",
  description: "Code or a script that runs once, to its end",
  workload: "jobs.batch",
  schema,
  render: (properties, context) => ({
    workload: kubernetesObject({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: `${context.appName}-${context.name}` },
      spec: { ...jobSize(properties.count), template: podTemplate(properties, context) },
    }),
  }),
});
