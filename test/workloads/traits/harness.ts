import type { z } from "zod";
import type { JsonObject } from "../../../model/json";
import type { KubernetesObject, TraitContext, TraitResult, TraitType } from "../../../workloads/types";
import { outside } from "../outside";

/** A Deployment with the given pod spec, as a component would have left it. */
export function deployment(
  podSpec: JsonObject = { containers: [{ name: "web", image: "nginx:1" }] },
): KubernetesObject {
  return { apiVersion: "apps/v1", kind: "Deployment", spec: { template: { spec: podSpec } } };
}

/** Context of a trait on component `web`, placed in namespace `prod` of a cluster with Kubernetes 1.30. */
export function traitContext(context: Partial<TraitContext> = {}): TraitContext {
  return {
    ...{ appName: "shop", appLabels: {}, appAnnotations: {}, name: "web", namespace: "prod", cluster: "c1" },
    clusterVersion: { major: 1, minor: 30 },
    outside: outside(),
    workload: deployment(),
    auxiliaries: [],
    ...context,
  };
}

/** Validates properties and applies the trait. */
export function applyTrait<P>(
  type: TraitType<P>,
  properties: JsonObject,
  context: Partial<TraitContext> = {},
): TraitResult {
  return type.apply(type.schema.parse(properties), traitContext(context));
}

/** The pod spec that the trait makes of the given one. */
export function podSpecWith<P>(type: TraitType<P>, properties: JsonObject, podSpec?: JsonObject): unknown {
  const { workload } = applyTrait(type, properties, { workload: deployment(podSpec) });
  return (workload as { spec?: { template: { spec: unknown } } }).spec?.template.spec;
}

/** Paths of the properties that validation refuses, with the code of each issue. */
export function refused<P>(type: TraitType<P>, properties: JsonObject): string[] {
  const result: z.ZodSafeParseResult<P> = type.schema.safeParse(properties);
  return (result.error?.issues ?? []).map((issue) => [issue.path.join("."), issue.code].join(": "));
}
