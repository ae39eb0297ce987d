import type { JsonObject } from "../../model/json";
import { kubernetesObject, type SparseObject } from "../pod/sparse";
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
  podSpec: SparseObject,
  rules: PatchRules = {},
): KubernetesObject {
  const { apiVersion, kind } = workload;
  const patch = kubernetesObject({ apiVersion, kind, spec: { template: { spec: podSpec } } });
  const absolute = Object.entries(rules).map(([path, rule]) => [`${POD_SPEC}.${path}`, rule]);
  return strategicPatch(workload, patch as JsonObject, Object.fromEntries(absolute));
}
