import { z } from "zod";
import { appliedCluster, applyObjects } from "./apply-objects";
import { stepType } from "./types";

/** Delivers a Deployment of the step's name. Semantics: KubeVela's `apply-deployment` step. */
export const applyDeployment = stepType({
  name: "apply-deployment",
  description: "Delivers a Deployment with an image and a command.",
  read: true,
  clusters: appliedCluster,
  schema: z.strictObject({
    image: z.string().describe("Image to run."),
    replicas: z.int().min(0).default(1).describe("Number of pods."),
    cmd: z.array(z.string()).optional().describe("Command to run."),
    cluster: z.string().default("").describe("Cluster to deliver to; `local` when left out."),
  }),
  plan({ image, replicas, cmd, cluster }, step, context) {
    const { name, namespace } = context.application;
    const labels = { "workflow.oam.dev/step-name": `${name}-${step.name}` };
    const container = { name: step.name, image, ...(cmd === undefined ? {} : { command: cmd }) };
    const object = {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: step.name, namespace },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    };
    return applyObjects(object, cluster, step, context);
  },
});
