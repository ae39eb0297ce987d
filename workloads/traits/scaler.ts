import { z } from "zod";
import { strategicPatch } from "../patch/strategic";
import { traitType } from "../types";

/** Trait `scaler`: the number of pods. */
export const scaler = traitType({
  name: "scaler",
  description: "Sets how many pods the workload runs",
  appliesTo: ["deployments.apps", "statefulsets.apps"],
  schema: z.object({ replicas: z.int().default(1).describe("Number of pods") }),
  apply: ({ replicas }, { workload }) => ({
    workload: strategicPatch(workload, { spec: { replicas } }, { "spec.replicas": { strategy: "retainKeys" } }),
  }),
});
