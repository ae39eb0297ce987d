import { z } from "zod";
import { sortedEntries } from "../entries";
import { patchPodSpec } from "../patch/pod-spec";
import { stringMap } from "../pod/schema";
import { traitType } from "../types";
import { ANY_WORKLOAD } from "./applies-to";

function requiredNodes(labels: Record<string, string[]>) {
  const matchExpressions = sortedEntries(labels).map(([key, values]) => ({ key, operator: "In", values }));
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
  };
}

function tolerated(taints: Record<string, string>) {
  return sortedEntries(taints).map(([key, value]) => ({ effect: "NoSchedule", key, operator: "Equal", value }));
}

/** Trait `node-affinity`: nodes by their labels, and taints, each as a plain map. */
export const nodeAffinity = traitType({
  name: "node-affinity",
  description: "Deprecated, use `affinity`: says which nodes the pods run on and which taints they tolerate",
  appliesTo: ANY_WORKLOAD,
  schema: z.object({
    affinity: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe("Labels that a node must have, each with the values that will do"),
    tolerations: stringMap
      .optional()
      .describe("Value by key of the `NoSchedule` taints that do not keep the pods away"),
  }),
  apply({ affinity, tolerations }, { workload }) {
    const patch = {
      affinity: affinity && requiredNodes(affinity),
      tolerations: tolerations && tolerated(tolerations),
    };
    return { workload: patchPodSpec(workload, patch) };
  },
});
