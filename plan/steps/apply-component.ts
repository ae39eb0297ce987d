import { z } from "zod";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import { deliver } from "../deliver";
import { checkCluster } from "./check-cluster";
import { NOTHING, type PlannedStep, stepType } from "./types";

/** Delivers one component as the Application has it. Semantics: KubeVela's `apply-component` step. */
export const applyComponent = stepType({
  name: "apply-component",
  description: "Delivers one component to one cluster.",
  schema: z.strictObject({
    component: z.string().describe("Name of the component."),
    cluster: z.string().default("").describe("Cluster to deliver to; `local` when left out."),
    namespace: z.string().default("").describe("Namespace to deliver to; the Application's own when left out."),
  }),
  fixed: true,
  delivers: ({ component: wanted }, component) => wanted === component,
  plan(properties, step, context): PlannedStep {
    const { application, findings } = context;
    const component = application.components.find(({ name }) => name === properties.component);
    if (component === undefined) {
      findings.push(
        findingAt([step.origin], ["properties", "component"], {
          severity: "error",
          code: "unknown-component",
          message: `there is no component "${properties.component}"`,
          ...didYouMean(
            properties.component,
            application.components.map(({ name }) => name),
          ),
        }),
      );
      return NOTHING;
    }
    const cluster = properties.cluster || LOCAL_CLUSTER;
    if (!checkCluster(cluster, step, context)) return NOTHING;
    const namespace = properties.namespace || undefined;
    return {
      ...NOTHING,
      placements: [{ cluster, namespace: namespace ?? application.namespace }],
      // The dependencies of a component delivered by a step of its own are the steps' business.
      ...deliver([{ ...component, dependsOn: [] }], [{ cluster, namespace }], context),
    };
  },
});
