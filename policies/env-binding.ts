import { z } from "zod";
import { type ClusterRegistry, LOCAL_CLUSTER } from "../model/cluster";
import { suggest } from "../model/suggest";
import { componentPatch } from "./override";
import type { SelectedPlacement } from "./topology";
import { type Problem, policyType } from "./types";

const selector = z.strictObject({
  name: z.string().optional().describe("The name."),
  labels: z.record(z.string(), z.string()).optional().describe("Labels; not supported here, as in KubeVela."),
});

const env = z.strictObject({
  name: z.string().describe("Name that deploy2env steps use."),
  placement: z
    .strictObject({
      clusterSelector: selector.optional().describe("The cluster; `local` when left out."),
      namespaceSelector: selector.optional().describe("The namespace; the Application's own when left out."),
    })
    .default({})
    .describe("Where the environment is."),
  selector: z
    .strictObject({ components: z.array(z.string()).optional().describe("Names of components.") })
    .optional()
    .describe("Keeps only these components."),
  patch: z
    .strictObject({ components: z.array(componentPatch).optional().describe("Changes, as in override policies.") })
    .optional()
    .describe("What differs in the environment."),
});

/**
 * The older way to say where an Application goes and what differs there, used by `deploy2env` steps.
 * Semantics: KubeVela `pkg/workflow/providers/legacy/multicluster`.
 */
export const envBinding = policyType({
  name: "env-binding",
  description: "Environments with a cluster, a namespace and what differs there.",
  schema: z.strictObject({
    engine: z.string().optional().describe("Accepted for compatibility; without effect."),
    created: z.boolean().optional().describe("Accepted for compatibility; without effect."),
    envs: z.array(env).describe("The environments."),
  }),
});

/** Properties of an env-binding policy. */
export type EnvBinding = z.infer<typeof envBinding.schema>;
export type Env = EnvBinding["envs"][number];

/** The one placement of an environment; problems are relative to the environment. */
export function envPlacement(
  { name, placement }: Env,
  registry: ClusterRegistry,
): { placement: SelectedPlacement; problems: Problem[] } {
  const cluster = placement.clusterSelector?.name || LOCAL_CLUSTER;
  const namespace = placement.namespaceSelector?.name || undefined;
  return { placement: { cluster, namespace }, problems: placementProblems(name, cluster, placement, registry) };
}

function placementProblems(
  name: string,
  cluster: string,
  placement: Env["placement"],
  registry: ClusterRegistry,
): Problem[] {
  const problems: Problem[] = [];
  for (const key of ["clusterSelector", "namespaceSelector"] as const) {
    if (placement[key]?.labels === undefined) continue;
    problems.push({
      severity: "error",
      code: "not-supported",
      message: `environment "${name}" selects by labels, which env-binding does not support`,
      hint: "give a name, or use a topology policy",
      path: ["placement", key, "labels"],
    });
  }
  const clusters = registry.clusters.map((known) => known.name);
  if (!clusters.includes(cluster)) {
    const near = suggest(cluster, clusters);
    problems.push({
      severity: "error",
      code: "unknown-cluster",
      message: `environment "${name}": there is no cluster "${cluster}"`,
      ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
      path: ["placement", "clusterSelector", "name"],
    });
  }
  return problems;
}
