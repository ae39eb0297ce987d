import { z } from "zod";
import { renderScaledService, scaledServiceShape } from "../pod/service";
import { componentType } from "../types";

const limitSchema = z.object({
  cpu: z.string().optional().describe("Limit of CPU, when it is not `cpu`; has no effect without `cpu`"),
  memory: z.string().optional().describe("Limit of memory, when it is not `memory`; has no effect without `memory`"),
});

/** `webservice`: a Deployment, and a Service when ports are exposed. */
export const webservice = componentType({
  name: "webservice",
  description: "A long-running service that scales out and answers requests from the network",
  workload: "deployments.apps",
  schema: z.object({
    ...scaledServiceShape,
    limit: limitSchema.optional().describe("Limits other than what is requested"),
  }),
  render: renderScaledService("Deployment", "webserviceExpose"),
});
