import { z } from "zod";
import { appliedCluster, applyObjects } from "./apply-objects";
import { stepType } from "./types";

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Values of a ConfigMap or Secret, as text. */
export const exportedData = z.record(z.string(), text);

/** Delivers a ConfigMap. Semantics: KubeVela's `export2config` step. */
export const export2config = stepType({
  name: "export2config",
  description: "Writes values, such as outputs of earlier steps, into a ConfigMap.",
  clusters: appliedCluster,
  schema: z.strictObject({
    configName: z.string().describe("Name of the ConfigMap."),
    namespace: z.string().optional().describe("Its namespace; the Application's own when left out."),
    data: exportedData.describe("What is in it."),
    cluster: z.string().default("").describe("Cluster to deliver to; `local` when left out."),
  }),
  plan({ configName, namespace, data, cluster }, step, context) {
    const metadata = { name: configName, namespace: namespace ?? context.application.namespace };
    return applyObjects({ apiVersion: "v1", kind: "ConfigMap", metadata, data }, cluster, step, context);
  },
});
