import { InputError } from "../../model/findings";
import { isObject } from "../../model/json";
import { didYouMean } from "../../model/suggest";
import type { KubernetesObject } from "../../workloads/types";
import type { LiveObject } from "../status/live";
import type { OwnedObject } from "../status/owned";
import { componentOf } from "../status/services";

/** A pod of something that was delivered. */
export interface FoundPod {
  /** As the delivery knows the cluster. */
  cluster: string;
  namespace: string;
  component: string;
  pod: string;
  /** Names, without those that only start it. */
  containers: string[];
  /** Such as `Running`. */
  phase: string;
}

/** What somebody asked for; a pod has to fit everything that is given. */
export interface PodFilter {
  cluster?: string | undefined;
  namespace?: string | undefined;
  component?: string | undefined;
  pod?: string | undefined;
  container?: string | undefined;
}

/** The pods of delivered objects, which were read with what is made for them. */
export function podsOf(live: readonly LiveObject[]): FoundPod[] {
  return live.flatMap((one) => {
    if (one.object === undefined) return [];
    const { cluster, objectName } = one.entry;
    const component = componentOf(one.object) ?? objectName;
    return withOwned({ object: one.object, owned: one.owned })
      .filter(({ kind }) => kind === "Pod")
      .map((pod) => describe(pod, cluster, component));
  });
}

function withOwned({ object, owned }: OwnedObject): KubernetesObject[] {
  return [object, ...owned.flatMap(withOwned)];
}

function describe({ metadata, spec, status }: KubernetesObject, cluster: string, component: string): FoundPod {
  const containers = isObject(spec) && Array.isArray(spec.containers) ? spec.containers.filter(isObject) : [];
  return {
    ...{ cluster, namespace: metadata?.namespace ?? "", component, pod: metadata?.name ?? "" },
    containers: containers.map(({ name }) => String(name)),
    phase: isObject(status) ? String(status.phase ?? "Pending") : "Pending",
  };
}

/**
 * The pods that fit, each with only the containers that do.
 *
 * @throws InputError when there are none, with what there is instead
 */
export function filterPods(pods: readonly FoundPod[], { container, ...filter }: PodFilter): FoundPod[] {
  let left = [...pods];
  for (const what of ["cluster", "namespace", "component", "pod"] as const) {
    const wanted = filter[what];
    if (wanted === undefined) continue;
    const known = [...new Set(left.map((pod) => pod[what]))];
    left = left.filter((pod) => pod[what] === wanted);
    if (left.length === 0) throw nothing(`no pod has the ${what} "${wanted}"`, wanted, known);
  }
  if (left.length === 0) throw nothing("there are no pods", "", []);
  if (container === undefined) return left;
  const containers = [...new Set(left.flatMap((pod) => pod.containers))];
  if (!containers.includes(container)) throw nothing(`no pod has a container "${container}"`, container, containers);
  return left.filter((pod) => pod.containers.includes(container)).map((pod) => ({ ...pod, containers: [container] }));
}

function nothing(message: string, wanted: string, known: readonly string[]): InputError {
  const there = known.length === 0 ? {} : { hint: `there are ${known.join(", ")}` };
  return new InputError([
    { severity: "error", code: "nothing-matches", message, ...there, ...didYouMean(wanted, known) },
  ]);
}
