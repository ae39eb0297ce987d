import { z } from "zod";
import { patchPodSpec } from "../patch/pod-spec";
import { traitType } from "../types";
import { POD_WORKLOADS } from "./applies-to";
import { labelSelectorSchema } from "./label-selector";

const nodePolicy = z.enum(["Honor", "Ignore"]).optional();

const constraint = z.object({
  maxSkew: z.int().describe("How many more pods one place may have than another"),
  topologyKey: z.string().describe("Node label whose value makes nodes the same place, such as a zone"),
  whenUnsatisfiable: z
    .enum(["DoNotSchedule", "ScheduleAnyway"])
    .default("DoNotSchedule")
    .describe("What happens to a pod that would break the constraint"),
  labelSelector: labelSelectorSchema.default({}).describe("The pods that are counted"),
  minDomains: z.int().optional().describe("Least number of places there have to be"),
  matchLabelKeys: z
    .array(z.string())
    .optional()
    .describe("Labels of the pod whose values the counted pods must share, such as `pod-template-hash`"),
  nodeAffinityPolicy: nodePolicy.describe("Whether nodes that the pod's affinity excludes are left out of the count"),
  nodeTaintsPolicy: nodePolicy.describe(
    "Whether nodes whose taints the pod does not tolerate are left out of the count",
  ),
});

/** Trait `topologyspreadconstraints`: how evenly pods are spread over zones, nodes or other places. */
export const topologySpreadConstraints = traitType({
  name: "topologyspreadconstraints",
  description: "Spreads the pods evenly over zones, nodes or other places",
  appliesTo: POD_WORKLOADS,
  schema: z.object({ constraints: z.array(constraint).default([]).describe("The constraints, which must all hold") }),
  apply: ({ constraints }, { workload }) => ({
    workload: patchPodSpec(workload, { topologySpreadConstraints: constraints }),
  }),
});
