import { z } from "zod";
import { traitType } from "../types";
import { scaleTarget, scaleTargetShape } from "./scale-target";

/** Trait `cpuscaler`: an autoscaler that looks at the CPU only, in the API that every Kubernetes version has. */
export const cpuscaler = traitType({
  name: "cpuscaler",
  description: "Scales the component by its CPU usage",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema: z.object({
    ...scaleTargetShape,
    cpuUtil: z.int().default(50).describe("CPU usage to aim at, in percent of what the pods request"),
  }),
  apply: (properties, { name }) => ({
    outputs: {
      cpuscaler: {
        apiVersion: "autoscaling/v1",
        kind: "HorizontalPodAutoscaler",
        metadata: { name },
        spec: { ...scaleTarget(properties, name), targetCPUUtilizationPercentage: properties.cpuUtil },
      },
    },
  }),
});
