import { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { checkCluster, checkNamespace } from "./check-cluster";
import { NOTHING, type PlannedStep, stepType } from "./types";

/** Properties of a `read-object` step. */
export const readObjectSchema = z.strictObject({
  apiVersion: z.string().default("core.oam.dev/v1beta1").describe("API version of the object."),
  kind: z.string().default("Application").describe("Kind of the object."),
  name: z.string().describe("Name of the object."),
  namespace: z.string().default("default").describe("Namespace of the object."),
  cluster: z.string().default("").describe("Cluster to read from; `local` when left out."),
});

/** Reads an object for later steps. Semantics: KubeVela's `read-object` step. */
export const readObject = stepType({
  name: "read-object",
  description: "Reads an object of a cluster, so that later steps can use what is in it.",
  runs: true,
  schema: readObjectSchema,
  clusters: ({ cluster }) => [String(cluster || LOCAL_CLUSTER)],
  plan(properties, step, context): PlannedStep {
    const cluster = properties.cluster || LOCAL_CLUSTER;
    if (!checkCluster(cluster, step, context) || !checkNamespace(properties.namespace, step, context)) return NOTHING;
    const run = { properties: { ...properties, cluster }, secretOutputs: isSecret(properties) };
    return { ...NOTHING, run };
  },
});

function isSecret({ apiVersion, kind }: z.infer<typeof readObjectSchema>): boolean {
  return apiVersion === "v1" && kind === "Secret";
}
