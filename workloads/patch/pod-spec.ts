import type { JsonObject } from "../../model/json";
import { dense, type Sparse } from "../pod/sparse";
import type { KubernetesObject } from "../types";
import { type PatchRules, strategicPatch } from "./strategic";

const POD_SPEC = "spec.template.spec";

/**
 * Patches the pod spec that a workload has in `spec.template.spec`, under the same terms as `strategicPatch`.
 *
 * @param rules Rules by path inside the pod spec, such as `containers.env`.
 */
export function patchPodSpec(
  workload: KubernetesObject,
  patch: { readonly [field: string]: Sparse },
  rules: PatchRules = {},
): KubernetesObject {
  const absolute = Object.entries(rules).map(([path, rule]) => [`${POD_SPEC}.${path}`, rule]);
  return strategicPatch(
    workload,
    dense<JsonObject>({ spec: { template: { spec: patch } } }),
    Object.fromEntries(absolute),
  );
}
