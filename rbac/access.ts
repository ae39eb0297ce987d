import { clusterOf } from "../plan/deliver";
import { isClusterScoped } from "../plan/scope";
import type { DeliveryPlan } from "../plan/types";
import { isRelease } from "../workloads/release";
import type { KubernetesObject } from "../workloads/types";
import { type Deliverer, EXECUTE_AND_KEEP, type Rule, rulesFor } from "./rules";

/** Who gets the rights: an account of a cluster's own, or somebody that the cluster knows otherwise. */
export type Subject =
  | { kind: "ServiceAccount"; name: string; namespace: string }
  | { kind: "User"; name: string }
  | { kind: "Group"; name: string };

/** The same rights in one or more clusters. */
export interface Access {
  clusters: string[];
  /** ServiceAccount, namespaces, roles and bindings, in an order in which they can be applied. */
  objects: KubernetesObject[];
}

const API_VERSION = "rbac.authorization.k8s.io/v1";

/**
 * The smallest rights with which a plan can be delivered: in every namespace the kinds that go there, in the cluster only what lives in no
 * namespace. The namespaces come along, because a role cannot be in one that is not there: whoever delivers needs not make any.
 * Clusters that need the same are told together.
 *
 * @param deliverer who it is that delivers. Default: flotilla
 */
export function accessFor(plan: DeliveryPlan, subject: Subject, deliverer: Deliverer = "flotilla"): Access[] {
  const alike = new Map<string, Access>();
  for (const [cluster, objects] of objectsByCluster(plan)) {
    const rights = clusterAccess(plan, objects, subject, deliverer);
    const key = JSON.stringify(rights);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { clusters: [cluster], objects: rights });
    else known.clusters.push(cluster);
  }
  return [...alike.values()];
}

function objectsByCluster(plan: DeliveryPlan): Map<string, KubernetesObject[]> {
  const byCluster = new Map<string, KubernetesObject[]>();
  const delivered = plan.steps.flatMap(({ deliveries }) => deliveries.flatMap(({ objects }) => objects));
  for (const object of delivered.filter((one) => !isRelease(one))) {
    const cluster = clusterOf(object);
    const known = byCluster.get(cluster);
    if (known === undefined) byCluster.set(cluster, [object]);
    else known.push(object);
  }
  return byCluster;
}

function clusterAccess(
  { application }: DeliveryPlan,
  objects: readonly KubernetesObject[],
  subject: Subject,
  deliverer: Deliverer,
): KubernetesObject[] {
  const name = `flotilla-${application.name}`;
  const namespaces = [...new Set(objects.flatMap(({ metadata }) => metadata?.namespace ?? []))];
  const local = namespaces.flatMap((namespace) => {
    const rules = rulesFor(
      objects.filter(({ metadata }) => metadata?.namespace === namespace),
      deliverer,
    );
    return granted("Role", { name, namespace }, rules, subject);
  });
  const wide = [...namespaceRules(namespaces, deliverer), ...rulesFor(objects.filter(isClusterScoped), deliverer)];
  // Two Applications of one name in two namespaces have one ClusterRole each.
  const clusterName = `${name}.${application.namespace}`;
  const inCluster = wide.length === 0 ? [] : granted("ClusterRole", { name: clusterName }, wide, subject);
  return [...places(namespaces, subject), ...local, ...inCluster];
}

/** Enough for a namespace to be adopted as it is. */
function namespaceRules(names: readonly string[], deliverer: Deliverer): Rule[] {
  if (names.length === 0) return [];
  const verbs = deliverer === "executor" ? [...EXECUTE_AND_KEEP] : ["get", "patch"];
  return [{ apiGroups: [""], resources: ["namespaces"], verbs, resourceNames: [...names] }];
}

/** The namespaces, and the account if the cluster keeps it. */
function places(namespaces: readonly string[], subject: Subject): KubernetesObject[] {
  const own = subject.kind === "ServiceAccount" ? [subject.namespace] : [];
  const all = [...new Set([...own, ...namespaces])].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  }));
  return subject.kind === "ServiceAccount" ? [...all, accountOf(subject)] : all;
}

function accountOf({ kind, name, namespace }: Extract<Subject, { kind: "ServiceAccount" }>): KubernetesObject {
  return { apiVersion: "v1", kind, metadata: { name, namespace } };
}

function granted(
  kind: "Role" | "ClusterRole",
  metadata: { name: string; namespace?: string },
  rules: readonly Rule[],
  subject: Subject,
): KubernetesObject[] {
  const apiGroup = subject.kind === "ServiceAccount" ? {} : { apiGroup: "rbac.authorization.k8s.io" };
  return [
    { apiVersion: API_VERSION, kind, metadata, rules: rules.map((rule) => ({ ...rule })) },
    {
      apiVersion: API_VERSION,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: metadata.name },
      subjects: [{ ...apiGroup, ...subject }],
    },
  ];
}
