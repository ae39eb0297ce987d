import { z } from "zod";
import { isObject, type JsonObject } from "../../model/json";
import type { SparseObject } from "../pod/sparse";
import { type KubernetesObject, RenderError, type TraitContext, type TraitResult } from "../types";
import { lookup } from "./lookup";
import { patchPodSpec } from "./pod-spec";
import type { PatchRules } from "./strategic";

/** The containers of a workload's pods; empty where it has none in `spec.template.spec.containers`. */
export function containersOf(workload: KubernetesObject): JsonObject[] {
  const containers = lookup(workload, "spec", "template", "spec", "containers");
  return Array.isArray(containers) ? containers.filter(isObject) : [];
}

/** Properties that say what to do with one container. */
export interface ContainerParameters {
  /** Name of the container; the component's name when empty. */
  containerName: string;
}

/** Properties for one container, or for several. */
export type ForContainers<P extends ContainerParameters> = (P & { containers?: undefined }) | { containers: P[] };

/**
 * The schema of a trait that changes containers: the properties for one container themselves, or a list of them under
 * `containers`. Unknown properties are refused, as KubeVela does here.
 */
export function forContainers<S extends z.ZodRawShape>(shape: S) {
  const one = z.strictObject({
    containerName: z.string().default("").describe("Name of the container; the component's name when empty"),
    ...shape,
  });
  const many = z.strictObject({
    containers: z.array(one).describe("The same for several containers; each needs its `containerName`"),
  });
  return z.union([one.extend({ containers: z.never().optional() }), many]);
}

/**
 * Patches the containers that the properties name.
 *
 * @param change What the patch says about one container, seen as it is so far.
 * @param rules How the fields of the patch meet those of the container, by their path inside the container.
 * @throws RenderError when a container does not exist or, in a list, is not named.
 */
export function patchContainers<P extends ContainerParameters>(
  properties: ForContainers<P>,
  context: TraitContext,
  change: (parameters: P, container: JsonObject) => SparseObject,
  rules: PatchRules,
): TraitResult {
  const existing = containersOf(context.workload);
  const containers = named(properties, context.name).map(({ parameters, name, path }) => {
    const container = existing.find((candidate) => candidate.name === name);
    if (container === undefined) throw new RenderError(notFound(name, existing), path);
    return { name, ...change(parameters, container) };
  });
  return { workload: patchPodSpec(context.workload, { containers }, inContainers(rules)) };
}

/** Rules of a pod spec for fields of its containers, which themselves meet by name. */
export function inContainers(rules: PatchRules): PatchRules {
  const inside = Object.entries(rules).map(([path, rule]) => [`containers.${path}`, rule] as const);
  return { containers: { key: "name" }, ...Object.fromEntries(inside) };
}

function named<P extends ContainerParameters>(properties: ForContainers<P>, component: string) {
  if (properties.containers === undefined) {
    return [{ parameters: properties, name: properties.containerName || component, path: ["containerName"] }];
  }
  return properties.containers.map((parameters, index) => {
    const path = ["containers", index, "containerName"];
    if (parameters.containerName === "") throw new RenderError("containerName must be set for containers", path);
    return { parameters, name: parameters.containerName, path };
  });
}

function notFound(name: string, existing: readonly JsonObject[]): string {
  const names = existing.map((container) => container.name).join(", ");
  return `container ${name} not found, ${names === "" ? "the workload has none" : `there are: ${names}`}`;
}
