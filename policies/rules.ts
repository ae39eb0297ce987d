import { z } from "zod";
import type { KubernetesObject } from "../workloads/types";

const names = z.array(z.string()).optional();

/** Which of an Application's objects a rule is about; what is left out does not matter. */
export const objectSelector = z.strictObject({
  componentNames: names.describe("Names of components."),
  componentTypes: names.describe("Types of components."),
  oamTypes: names.describe("`WORKLOAD` or `TRAIT`."),
  traitTypes: names.describe("Types of traits."),
  resourceTypes: names.describe("Kinds of objects, such as `ConfigMap`."),
  resourceNames: names.describe("Names of objects."),
});

export type ObjectSelector = z.infer<typeof objectSelector>;

/** Schema of a policy that only says which objects it is about. */
export const selectorRules = z.strictObject({
  rules: z
    .array(z.strictObject({ selector: objectSelector.describe("The objects.") }))
    .default([])
    .describe("The policy is about every object that one of the rules selects."),
});

/**
 * Whether a finished object is selected: every list that is given has it, and at least one is given.
 * Semantics: KubeVela `ResourcePolicyRuleSelector.Match`.
 */
export function selects(selector: ObjectSelector, object: KubernetesObject): boolean {
  const labels = object.metadata?.labels ?? {};
  const checks: [string[] | undefined, string | undefined][] = [
    [selector.componentNames, labels["app.oam.dev/component"]],
    [selector.componentTypes, labels["workload.oam.dev/type"]],
    [selector.oamTypes, labels["app.oam.dev/resourceType"]],
    [selector.traitTypes, labels["trait.oam.dev/type"]],
    [selector.resourceTypes, object.kind],
    [selector.resourceNames, object.metadata?.name],
  ];
  const given = checks.filter(([wanted]) => wanted !== undefined && wanted.length > 0);
  return given.length > 0 && given.every(([wanted, value]) => value !== undefined && wanted?.includes(value));
}
