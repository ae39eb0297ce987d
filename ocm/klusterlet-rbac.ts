import type { Json } from "../model/json";
import type { KubernetesObject } from "../workloads/types";
import { AGENT_NAMESPACE } from "./names";

/** An agent of Open Cluster Management. */
export type Agent = "registration" | "work";

/** Name of an agent's service account, as OCM's operator calls it. */
export function accountOf(agent: Agent): string {
  return `klusterlet-${agent}-sa`;
}

const RBAC = "rbac.authorization.k8s.io/v1";
const READ = ["get", "list", "watch"];
const WRITE = [...READ, "create", "update", "patch", "delete"];
/** Whoever adds rights to what the work agent may apply gives their ClusterRole this label, as with OCM's operator. */
const AGGREGATED = { "open-cluster-management.io/aggregate-to-work": "true" };

const rule = (apiGroup: string, resources: string[], verbs: string[]): Json => ({
  apiGroups: [apiGroup],
  resources,
  verbs,
});

/** What either agent does in its own namespace: elect a leader, tell what happens. */
const OWN_NAMESPACE: Json[] = [
  rule("", ["configmaps"], WRITE),
  rule("coordination.k8s.io", ["leases"], WRITE),
  rule("", ["events"], ["create", "patch", "update"]),
  rule("events.k8s.io", ["events"], ["create", "patch", "update"]),
  rule("", ["pods"], ["get"]),
  rule("apps", ["replicasets"], ["get"]),
];

/** What an agent does in its own namespace beyond that: the credentials for the hub. */
const CREDENTIALS: Readonly<Record<Agent, Json[]>> = { registration: [rule("", ["secrets"], WRITE)], work: [] };

/** What an agent does in the whole cluster for itself. */
const OWN: Readonly<Record<Agent, Json[]>> = {
  registration: [
    rule("", ["nodes"], READ),
    // The namespaces that a ManagedClusterSet wants in each of its clusters.
    rule("", ["namespaces"], [...READ, "create", "update", "patch"]),
    rule("cluster.open-cluster-management.io", ["clusterclaims"], READ),
  ],
  work: [
    rule("work.open-cluster-management.io", ["appliedmanifestworks"], WRITE),
    rule("work.open-cluster-management.io", ["appliedmanifestworks/status"], ["patch", "update"]),
    rule("work.open-cluster-management.io", ["appliedmanifestworks/finalizers"], ["update"]),
    rule("authorization.k8s.io", ["subjectaccessreviews"], ["create"]),
    rule("", ["serviceaccounts"], ["impersonate"]),
  ],
};

/** What the work agent may apply beside what the role `admin` allows. */
const EXECUTION: Json[] = [
  rule("", ["namespaces"], WRITE),
  rule("apiextensions.k8s.io", ["customresourcedefinitions"], WRITE),
  rule("rbac.authorization.k8s.io", ["roles", "clusterroles"], [...WRITE, "escalate", "bind"]),
  rule("rbac.authorization.k8s.io", ["rolebindings", "clusterrolebindings"], WRITE),
  rule("scheduling.k8s.io", ["priorityclasses"], WRITE),
  rule("storage.k8s.io", ["storageclasses"], WRITE),
  rule("", ["persistentvolumes"], WRITE),
];

/**
 * Service accounts and rights of both agents. The work agent may apply what OCM's operator lets it: all that an administrator of every
 * namespace may, namespaces, roles and kinds; more with a ClusterRole that has the label {@link AGGREGATED}. The registration agent
 * may not read Secrets outside its own namespace, because add-ons are off.
 */
export function klusterletRbac(): KubernetesObject[] {
  return [
    ...(["registration", "work"] as const).flatMap(agentRbac),
    clusterRole("open-cluster-management:klusterlet-work:execution", EXECUTION, AGGREGATED),
    {
      ...clusterRole("open-cluster-management:klusterlet-work:aggregate", []),
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: AGGREGATED }] },
    },
    bindCluster("open-cluster-management:klusterlet-work:aggregate", "work"),
    bindCluster("open-cluster-management:klusterlet-work:execution-admin", "work", "admin"),
  ];
}

function agentRbac(agent: Agent): KubernetesObject[] {
  const name = `open-cluster-management:klusterlet-${agent}:agent`;
  const local = `klusterlet-${agent}-agent`;
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: accountOf(agent), namespace: AGENT_NAMESPACE } },
    clusterRole(name, OWN[agent]),
    bindCluster(name, agent),
    {
      apiVersion: RBAC,
      kind: "Role",
      metadata: { name: local, namespace: AGENT_NAMESPACE },
      rules: [...OWN_NAMESPACE, ...CREDENTIALS[agent]],
    },
    bind(local, AGENT_NAMESPACE, agent, { kind: "Role", name: local }),
    bind(`open-cluster-management:klusterlet-${agent}`, "kube-system", agent, {
      kind: "Role",
      name: "extension-apiserver-authentication-reader",
    }),
  ];
}

function clusterRole(name: string, rules: Json[], labels?: Record<string, string>): KubernetesObject {
  const metadata = { name, ...(labels === undefined ? {} : { labels: { ...labels } }) };
  return { apiVersion: RBAC, kind: "ClusterRole", metadata, ...(rules.length > 0 ? { rules } : {}) };
}

function bindCluster(name: string, agent: Agent, role = name): KubernetesObject {
  return {
    apiVersion: RBAC,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: [subject(agent)],
  };
}

function bind(name: string, namespace: string, agent: Agent, role: { kind: string; name: string }): KubernetesObject {
  return {
    apiVersion: RBAC,
    kind: "RoleBinding",
    metadata: { name, namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", ...role },
    subjects: [subject(agent)],
  };
}

function subject(agent: Agent): Json {
  return { kind: "ServiceAccount", name: accountOf(agent), namespace: AGENT_NAMESPACE };
}
