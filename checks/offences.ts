import { type Finding, formatPath } from "../model/findings";
import type { ClusterCredentials } from "../model/registry";
import { clusterOf } from "../plan/deliver";
import { applicationName } from "../plan/deliveries";
import { objectsOf } from "../plan/identity";
import type { DeliveryPlan } from "../plan/types";
import type { KubernetesObject } from "../workloads/types";
import type { ActiveCheck } from "./configuration";
import { type Offender, reasonOf } from "./exceptions";

/** One violation of a check, and who is to blame. */
export interface Offence {
  severity: Finding["severity"];
  offender: Offender;
  /** What is wrong, without who it is. */
  problem: string;
  /** What to do. */
  hint: string;
  /** Where the stack's configuration has it, when it is a cluster: `flotilla:clusters[0].ack.nodePools[1]`. */
  path?: string;
  /** The reason that an annotation gives for it; empty when it gives none. */
  excuse?: string | undefined;
}

const SEVERITY = { advisory: "warning", mandatory: "error" } as const;

/** What violates checks among the objects of a plan. */
export function objectOffences(plan: DeliveryPlan, active: readonly ActiveCheck[]): Offence[] {
  const neighbours = neighboursIn(plan);
  const application = applicationName(plan);
  const deliveries = plan.steps.flatMap((step) => step.deliveries);
  return deliveries.flatMap(({ component, objects }) =>
    objects.flatMap((object) => {
      const cluster = clusterOf(object);
      const context = { cluster, neighbours: neighbours.get(placeOf(object)) ?? [] };
      return active.flatMap(({ type, level, parameters, clusters }) => {
        if (type.about !== "objects" || !clusters.has(cluster)) return [];
        return type.check(object, parameters, context).map(
          ({ path, problem, hint }): Offence => ({
            severity: SEVERITY[level],
            offender: { check: type.name, application, component, cluster },
            problem: `${object.kind} "${object.metadata?.name}": ${formatPath(path)} ${problem}`,
            hint,
            excuse: reasonOf(type.name, object) ?? reasonOf(type.name, objects[0]),
          }),
        );
      });
    }),
  );
}

/** What violates checks among the clusters that a stack creates. */
export function clusterOffences(credentials: readonly ClusterCredentials[], active: readonly ActiveCheck[]): Offence[] {
  return credentials.flatMap(({ cluster, ack }, index) =>
    active.flatMap(({ type, level, parameters, clusters }) => {
      if (type.about !== "clusters" || ack === undefined || !clusters.has(cluster)) return [];
      return type.check(ack, parameters).map(
        ({ path, problem, hint }): Offence => ({
          severity: SEVERITY[level],
          offender: { check: type.name, cluster },
          problem: `${formatPath(path)} ${problem}`,
          hint,
          path: `flotilla:clusters[${index}].${formatPath(["ack", ...path])}`,
        }),
      );
    }),
  );
}

/** The objects of a plan by cluster and namespace. */
function neighboursIn(plan: DeliveryPlan): Map<string, KubernetesObject[]> {
  const all = new Map<string, KubernetesObject[]>();
  for (const object of plan.steps.flatMap(objectsOf)) {
    const place = placeOf(object);
    const before = all.get(place);
    if (before === undefined) all.set(place, [object]);
    else before.push(object);
  }
  return all;
}

function placeOf(object: KubernetesObject): string {
  return `${clusterOf(object)}/${object.metadata?.namespace ?? ""}`;
}
