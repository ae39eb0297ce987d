import { z } from "zod";
import { traitType } from "../types";
import { scaleTarget, scaleTargetShape } from "./scale-target";

const resourceTarget = z.object({
  type: z
    .enum(["Utilization", "AverageValue"])
    .default("Utilization")
    .describe("Whether `value` is a percentage of what the pods request, or an absolute value per pod"),
  value: z.int().default(50).describe("The usage to aim at"),
});

type ResourceTarget = z.infer<typeof resourceTarget>;

function resourceMetric(name: string, { type, value }: ResourceTarget) {
  const target = type === "Utilization" ? { type, averageUtilization: value } : { type, averageValue: value };
  return { type: "Resource", resource: { name, target } };
}

function podMetric({ name, value }: { name: string; value: string }) {
  return { type: "Pods", pods: { metric: { name }, target: { type: "AverageValue", averageValue: value } } };
}

/** Trait `hpa`: an autoscaler for CPU, memory and metrics of the pods' own. */
export const hpa = traitType({
  name: "hpa",
  description: "Scales the component by CPU, memory or custom metrics of its pods",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema: z.object({
    ...scaleTargetShape,
    cpu: resourceTarget.prefault({}).describe("CPU usage to aim at; it always counts"),
    mem: resourceTarget.optional().describe("Memory usage to aim at; without it memory does not count"),
    podCustomMetrics: z
      .array(
        z.object({
          name: z.string().describe("Name of the metric"),
          value: z.string().describe("Average over all pods to aim at, as a quantity"),
        }),
      )
      .optional()
      .describe("Metrics that the pods themselves publish"),
  }),
  apply(properties, { name, clusterVersion }) {
    const { cpu, mem, podCustomMetrics = [] } = properties;
    const memory = mem === undefined ? [] : [resourceMetric("memory", mem)];
    return {
      outputs: {
        hpa: {
          apiVersion: clusterVersion.minor < 23 ? "autoscaling/v2beta2" : "autoscaling/v2",
          kind: "HorizontalPodAutoscaler",
          metadata: { name },
          spec: {
            ...scaleTarget(properties, name),
            metrics: [resourceMetric("cpu", cpu), ...memory, ...podCustomMetrics.map(podMetric)],
          },
        },
      },
    };
  },
});
