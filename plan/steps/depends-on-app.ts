import { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { checkNamespace } from "./check-cluster";
import { NOTHING, stepType } from "./types";

/** Properties of a `depends-on-app` step. */
export const dependsOnAppSchema = z.strictObject({
  name: z.string().describe("Name of the Application."),
  namespace: z.string().describe("Namespace of the Application."),
});

/** Waits for an Application of KubeVela. Semantics: KubeVela's `depends-on-app` step, without delivering it from a ConfigMap. */
export const dependsOnApp = stepType({
  name: "depends-on-app",
  description: "Waits until an Application that KubeVela itself delivers, in the cluster `local`, is running.",
  runs: true,
  schema: dependsOnAppSchema,
  clusters: () => [LOCAL_CLUSTER],
  plan: (properties, step, context) =>
    checkNamespace(properties.namespace, step, context)
      ? { ...NOTHING, run: { properties, secretOutputs: false } }
      : NOTHING,
});
