import { z } from "zod";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import { type Env, envPlacement } from "../../policies/env-binding";
import { applyOverride } from "../../policies/override";
import { deliver } from "../deliver";
import { type CheckedPolicy, policyFinding, propertiesOf } from "../policies";
import { NOTHING, type PlannedStep, type StepContext, stepType } from "./types";

type EnvPolicy = Extract<CheckedPolicy, { type: "env-binding" }>;

/** Delivers to one environment of an env-binding policy. Semantics: KubeVela's `deploy2env` step. */
export const deploy2env = stepType({
  name: "deploy2env",
  description: "Delivers the components to an environment of an env-binding policy.",
  schema: z.strictObject({
    policy: z.string().describe("Name of the env-binding policy."),
    env: z.string().describe("Name of the environment."),
    parallel: z.boolean().default(false).describe("Accepted for compatibility; without effect."),
  }),
  fixed: true,
  delivers: () => true,
  plan(properties, step, context): PlannedStep {
    const used = context.usePolicy(properties.policy, ["properties", "policy"]);
    if (used === undefined) return NOTHING;
    const envs = used.type === "env-binding" ? used.spec.envs : [];
    const index = envs.findIndex(({ name }) => name === properties.env);
    const env = envs[index];
    if (used.type === "env-binding" && env !== undefined) return deliverEnv(used, env, index, context);
    context.findings.push(
      findingAt([step.origin], ["properties", used.type === "env-binding" ? "env" : "policy"], {
        severity: "error",
        code: "unknown-policy",
        message:
          used.type === "env-binding"
            ? `policy "${properties.policy}" has no environment "${properties.env}"`
            : `policy "${properties.policy}" is of type ${used.type}, not env-binding`,
        ...didYouMean(
          properties.env,
          envs.map(({ name }) => name),
        ),
      }),
    );
    return NOTHING;
  },
});

function deliverEnv({ policy }: EnvPolicy, env: Env, index: number, context: StepContext): PlannedStep {
  const { application, registry, findings } = context;
  const at = ["envs", index];
  const { placement, problems } = envPlacement(env, registry);
  const patch = { components: env.patch?.components, selector: env.selector?.components };
  const written = propertiesOf(policy);
  const changed = applyOverride(application.components, patch, { ...written, path: [...written.path, ...at, "patch"] });
  findings.push(...problems.map((problem) => policyFinding({ ...problem, path: [...at, ...problem.path] }, policy)));
  findings.push(
    ...changed.problems.map((problem) =>
      policyFinding({ ...problem, path: [...at, "patch", ...problem.path] }, policy),
    ),
  );
  return {
    ...NOTHING,
    placements: [{ cluster: placement.cluster, namespace: placement.namespace ?? application.namespace }],
    ...deliver(changed.components, [placement], context),
  };
}
