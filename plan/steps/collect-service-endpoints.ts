import { z } from "zod";
import type { WorkflowStep } from "../../model/application";
import { findingAt } from "../../model/source";
import { clusterOf } from "../deliver";
import { objectsOf } from "../identity";
import type { Placement, PlanStep } from "../types";
import { checkNamespace } from "./check-cluster";
import { NOTHING, type PlannedStep, stepType } from "./types";

/** Properties of a `collect-service-endpoints` step. */
const collectServiceEndpointsSchema = z.strictObject({
  name: z.string().optional().describe("Name of the Application; this one when left out."),
  namespace: z.string().optional().describe("Namespace of the Application; this one's when left out."),
  components: z.array(z.string()).optional().describe("Names of the components to look at; all when left out."),
  port: z.int().optional().describe("Only endpoints with this port."),
  portName: z.string().optional().describe("Only endpoints whose port has this name."),
  outer: z
    .boolean()
    .optional()
    .describe("Whether only endpoints that can be reached from outside their cluster count."),
  protocal: z.enum(["http", "https"]).default("http").describe("What `value.url` begins with. Spelled as in KubeVela."),
});

/** What the step runs with: everything is said, and where to look. */
export type EndpointSearch = z.infer<typeof collectServiceEndpointsSchema> & {
  name: string;
  namespace: string;
  /** In each of these namespaces; in all of a cluster where none is said. */
  places: readonly { cluster: string; namespace?: string }[];
};

/**
 * Finds out under which addresses an Application can be reached. Semantics: KubeVela's `collect-service-endpoints` step and
 * `pkg/velaql/providers/query/endpoint.go`.
 */
export const collectServiceEndpoints = stepType({
  name: "collect-service-endpoints",
  description:
    "Waits for addresses of an Application's Services, Ingresses and HTTPRoutes; `value` has `url`, the first `endpoint` and all `endpoints`.",
  runs: true,
  schema: collectServiceEndpointsSchema,
  clusters: ({ name, namespace }, known) => (name || namespace ? known.map((cluster) => cluster.name) : []),
  plan(properties, step, context): PlannedStep {
    const { name = context.application.name, namespace = context.application.namespace } = properties;
    if (!checkNamespace(namespace, step, context)) return NOTHING;
    return { ...NOTHING, run: { properties: { ...properties, name, namespace }, secretOutputs: false } };
  },
  complete(planned, before, step, context): PlanStep {
    const unknown = before.filter(({ missing }) => missing !== undefined).flatMap(reachedBy);
    if (planned.mayAct)
      return { ...planned, reaches: clustersIn([...placesOf(before), ...unknown, ...reachedBy(planned)]) };
    if (planned.run === undefined) return planned;
    const { properties } = planned.run;
    const { name, namespace } = context.application;
    const isOwn = properties.name === name && properties.namespace === namespace;
    const places = isOwn ? placesOf(before) : reachedBy(planned);
    if (places.length === 0) context.findings.push(nothingBefore(step));
    return {
      ...planned,
      reaches: clustersIn([...places, ...(isOwn ? unknown : [])]),
      run: { ...planned.run, properties: { ...properties, places } },
    };
  },
});

function reachedBy({ reaches = [] }: PlanStep): { cluster: string }[] {
  return reaches.map((cluster) => ({ cluster }));
}

function clustersIn(places: readonly { cluster: string }[]): string[] {
  return [...new Set(places.map(({ cluster }) => cluster))];
}

/** Where steps deliver to: also where objects go that name another namespace than their placement's. */
function placesOf(steps: readonly PlanStep[]): Placement[] {
  const placed = steps.flatMap((step) => [
    ...step.placements,
    ...objectsOf(step).flatMap((object) => {
      const { namespace } = object.metadata ?? {};
      return namespace === undefined ? [] : { cluster: clusterOf(object), namespace };
    }),
  ]);
  return [
    ...new Map(placed.map(({ cluster, namespace }) => [`${cluster}/${namespace}`, { cluster, namespace }])).values(),
  ];
}

function nothingBefore({ name, origin }: WorkflowStep) {
  return findingAt([origin], ["type"], {
    severity: "error",
    code: "nothing-matches",
    message: `step "${name}" looks at what steps before it deliver, and they deliver nothing`,
    hint: "put it behind the deploy steps",
  });
}
