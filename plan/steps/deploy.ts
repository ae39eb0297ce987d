import { z } from "zod";
import type { Component, Policy } from "../../model/application";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { DURATION } from "../../model/duration";
import { applyOverride } from "../../policies/override";
import { applyReplication } from "../../policies/replication";
import { type SelectedPlacement, selectPlacements } from "../../policies/topology";
import type { Problem } from "../../policies/types";
import { deliver } from "../deliver";
import { type CheckedPolicy, policyFinding, propertiesOf } from "../policies";
import { PERCENT, PERCENT_ABOVE_NONE, wavesOf } from "../waves";
import { type PlannedStep, type StepContext, stepType } from "./types";

/**
 * Delivers all components, changed by the step's override policies, to the placements of its topology policies.
 * Semantics: KubeVela `pkg/workflow/providers/multicluster/deploy.go`.
 */
export const deploy = stepType({
  name: "deploy",
  description: "Delivers the components to the step's topologies, with its overrides.",
  schema: z.strictObject({
    policies: z.array(z.string()).default([]).describe("Names of the topology and override policies to use."),
    auto: z.boolean().default(true).describe("Whether the step goes on without anybody's approval."),
    parallelism: z
      .int()
      .min(1)
      .default(5)
      .describe("Deliveries at the same time; the engine decides, so it is only checked."),
    maxConcurrency: portion(1, "25%")
      .optional()
      .describe(
        "How many clusters get it at the same time, as a number or as a part of the step's clusters such as `25%`.",
      ),
    minSuccessTime: z
      .string()
      .regex(DURATION, "must be a time such as 30s or 5m")
      .default("0s")
      .describe("How long such a wave of clusters must stay healthy before the next one begins."),
    maxFailures: portion(0, "10%")
      .default(0)
      .describe("How many of the step's clusters may fail before no further wave begins, as a number or a part."),
    ignoreTerraformComponent: z.boolean().default(true).describe("Accepted for compatibility; without effect."),
  }),
  fixed: true,
  delivers: () => true,
  plan({ policies, auto, ...rollout }, _step, context): PlannedStep {
    const used = policies.flatMap((name, index) => context.usePolicy(name, ["properties", "policies", index]) ?? []);
    const placements = placementsOf(used, context);
    const clusters = placements.map(({ cluster }) => cluster);
    const joined = context.registry.clusters.map(({ name }) => name);
    const waves = wavesOf(clusters, joined, rollout);
    return {
      approval: !auto,
      placements: placements.map(({ cluster, namespace }) => ({
        cluster,
        namespace: namespace ?? context.application.namespace,
      })),
      ...deliver(componentsOf(used, context), placements, context),
      ...(waves === undefined ? {} : { waves }),
    };
  },
});

/** A number of clusters or a percentage of them, at least `min`. */
function portion(min: 0 | 1, example: string) {
  const message = `must be a number of at least ${min} or a percentage such as ${example}`;
  const percent = z.string().regex(min === 0 ? PERCENT : PERCENT_ABOVE_NONE, message);
  return z.union([z.int().min(min), percent]);
}

/** The placements of all topologies, each target once; `local` when there is no topology. */
function placementsOf(policies: readonly CheckedPolicy[], context: StepContext): SelectedPlacement[] {
  const { application, registry, findings } = context;
  const topologies = policies.filter((policy) => policy.type === "topology");
  if (topologies.length === 0) return [{ cluster: LOCAL_CLUSTER, namespace: undefined }];
  const selected = new Map<string, SelectedPlacement>();
  for (const { policy, spec } of topologies) {
    const { placements, problems } = selectPlacements(spec, application.namespace, registry);
    findings.push(...problems.map((problem) => policyFinding(problem, policy)));
    for (const placement of placements) {
      const key = `${placement.cluster}/${placement.namespace ?? application.namespace}`;
      if (!selected.has(key)) selected.set(key, placement);
    }
  }
  return [...selected.values()];
}

/** The Application's components as the step's overrides change them and its replications then copy them. */
function componentsOf(policies: readonly CheckedPolicy[], { application, findings }: StepContext): Component[] {
  let { components } = application;
  const change = (policy: Policy, changed: { components: Component[]; problems: Problem[] }) => {
    findings.push(...changed.problems.map((problem) => policyFinding(problem, policy)));
    components = changed.components;
  };
  for (const used of policies) {
    if (used.type === "override") change(used.policy, applyOverride(components, used.spec, propertiesOf(used.policy)));
  }
  for (const used of policies) {
    if (used.type === "replication") change(used.policy, applyReplication(components, used.spec));
  }
  return components;
}
