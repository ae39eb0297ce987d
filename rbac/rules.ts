import { groupOf } from "../plan/scope";
import type { KubernetesObject } from "../workloads/types";
import { pluralOf } from "./plural";

/** One rule of a Role or ClusterRole. */
export interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

/** What delivering needs: server-side apply is a patch that may create. Waiting for health lists and watches. */
const DELIVER = ["get", "list", "watch", "create", "patch", "update", "delete"];
const LOOK = ["get", "list", "watch"];
/** What OCM's work agent asks of an executor, for objects that go when they are dropped. Health is what the agent itself looks at. */
const EXECUTE = ["get", "create", "update", "patch", "delete"];
/** The same for what is only made sure of. */
export const EXECUTE_AND_KEEP = ["get", "create", "update", "patch"];

/** Who delivers: flotilla itself, or the executor of OCM's work agent, as which it applies what a cluster pulls. */
export type Deliverer = "flotilla" | "executor";

const RBAC_GROUP = "rbac.authorization.k8s.io";

/** What the provider reads beside an object to tell whether it is healthy, by `<group>/<Kind>` of the object. */
const BESIDE: Readonly<Record<string, readonly (readonly [group: string, resource: string])[]>> = {
  "apps/Deployment": [
    ["apps", "replicasets"],
    ["", "pods"],
    ["", "persistentvolumeclaims"],
  ],
  "apps/StatefulSet": [["", "pods"]],
  "apps/DaemonSet": [["", "pods"]],
  "batch/Job": [["", "pods"]],
  "/Service": [
    ["discovery.k8s.io", "endpointslices"],
    ["", "endpoints"],
    ["", "pods"],
  ],
  "networking.k8s.io/Ingress": [
    ["", "services"],
    ["discovery.k8s.io", "endpointslices"],
    ["", "endpoints"],
  ],
};

/** The rules that delivering these objects needs, each kind once, in the order of groups and resources. */
export function rulesFor(objects: readonly KubernetesObject[], deliverer: Deliverer = "flotilla"): Rule[] {
  const verbs = new Map<string, { group: string; resource: string; verbs: Set<string> }>();
  const allow = (group: string, resource: string, more: readonly string[]) => {
    const key = `${group}/${resource}`;
    const known = verbs.get(key) ?? { group, resource, verbs: new Set() };
    for (const verb of more) known.verbs.add(verb);
    verbs.set(key, known);
  };
  for (const object of objects) {
    allow(groupOf(object), pluralOf(object.kind), deliverer === "executor" ? EXECUTE : DELIVER);
    if (deliverer === "executor") continue;
    for (const [group, resource] of BESIDE[`${groupOf(object)}/${object.kind}`] ?? []) allow(group, resource, LOOK);
  }
  const sorted = [...verbs.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const own = sorted.map(([, rule]) => ({
    apiGroups: [rule.group],
    resources: [rule.resource],
    verbs: [...rule.verbs],
  }));
  return [...own, ...passedOn(objects)];
}

/**
 * Nobody may give away more than they have: whoever delivers a Role needs what is in it, and whoever delivers a binding must be allowed
 * to bind the role.
 */
function passedOn(objects: readonly KubernetesObject[]): Rule[] {
  const rbac = objects.filter((object) => groupOf(object) === RBAC_GROUP);
  const given = rbac.flatMap((object) => (Array.isArray(object.rules) ? (object.rules as unknown as Rule[]) : []));
  const bound = rbac.flatMap((object) => {
    const role = object.roleRef as { kind: string; name: string } | undefined;
    if (role === undefined) return [];
    return [{ apiGroups: [RBAC_GROUP], resources: [pluralOf(role.kind)], verbs: ["bind"], resourceNames: [role.name] }];
  });
  return [...new Map([...given, ...bound].map((rule) => [JSON.stringify(rule), rule])).values()];
}
