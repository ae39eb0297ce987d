import { z } from "zod";
import { labelSelectorSchema } from "./label-selector";

const weight = z.int().min(1).max(100).describe("How much this preference counts against others, from 1 to 100");

const podTerm = z.strictObject({
  labelSelector: labelSelectorSchema.optional().describe("The other pods that are meant"),
  namespace: z.string().optional().describe("Not a field of Kubernetes, use `namespaces`; passed on as it is"),
  namespaces: z.array(z.string()).optional().describe("Namespaces of the other pods; the pod's own when absent"),
  topologyKey: z.string().describe("Node label whose value makes nodes the same place, such as a zone"),
  namespaceSelector: labelSelectorSchema.optional().describe("Namespaces of the other pods, by their labels"),
});

const podAffinity = z.object({
  required: z.array(podTerm).optional().describe("Conditions without which the pod is not scheduled"),
  preferred: z
    .array(z.object({ weight, podAffinityTerm: podTerm.describe("The condition") }))
    .optional()
    .describe("Conditions that the scheduler tries to meet"),
});

const nodeRequirements = z.array(
  z.strictObject({
    key: z.string().describe("Label or field of the node"),
    operator: z
      .enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"])
      .default("In")
      .describe("How it relates to `values`"),
    values: z.array(z.string()).optional().describe("Values to compare with"),
  }),
);

const nodeTerm = z.strictObject({
  matchExpressions: nodeRequirements.optional().describe("Conditions on labels of the node"),
  matchFields: nodeRequirements.optional().describe("Conditions on fields of the node, such as `metadata.name`"),
});

const nodeAffinity = z.object({
  required: z
    .object({ nodeSelectorTerms: z.array(nodeTerm).default([]).describe("Alternatives, one of which must hold") })
    .optional()
    .describe("Nodes outside of which the pod is not scheduled"),
  preferred: z
    .array(z.object({ weight, preference: nodeTerm.describe("The condition") }))
    .optional()
    .describe("Nodes that the scheduler tries first"),
});

const toleration = z.object({
  key: z.string().optional().describe("Key of the taint; all taints when absent"),
  operator: z.enum(["Equal", "Exists"]).default("Equal").describe("Whether the taint's value must equal `value`"),
  value: z.string().optional().describe("Value of the taint"),
  effect: z
    .enum(["NoSchedule", "PreferNoSchedule", "NoExecute"])
    .optional()
    .describe("Effect of the taint; any when absent"),
  tolerationSeconds: z.int().optional().describe("How long a running pod stays on a node with a `NoExecute` taint"),
});

/** Properties of trait `affinity`. */
export const affinitySchema = z.object({
  podAffinity: podAffinity.optional().describe("Pods to be near to"),
  podAntiAffinity: podAffinity.optional().describe("Pods to be away from"),
  nodeAffinity: nodeAffinity.optional().describe("Nodes to run on"),
  tolerations: z.array(toleration).optional().describe("Taints of nodes that do not keep the pods away"),
});
