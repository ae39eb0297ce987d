import type { KubernetesObject } from "../workloads/types";
import { BOOTSTRAP_ACCOUNT, CLUSTER_API, CLUSTER_NAME_LABEL } from "./names";

/** A cluster that is to be registered. */
export interface ManagedClusterInput {
  /** Name on the hub; also that of its namespace there. */
  name: string;
  labels: Readonly<Record<string, string>>;
  leaseDurationSeconds: number;
}

/** What the hub has of one cluster before its agents have ever called. */
export interface HubObjects {
  /** The cluster's namespace on the hub. Others may keep things in it. */
  namespace: KubernetesObject;
  managedCluster: KubernetesObject;
  /** A service account that may do nothing but join as this cluster, with its rights. */
  bootstrap: KubernetesObject[];
}

/**
 * What is made on the hub for one cluster. Its agents may only join as this cluster: they neither create `ManagedCluster`s nor see
 * others, and somebody still has to approve their request for a certificate.
 */
export function hubObjects({ name, labels, leaseDurationSeconds }: ManagedClusterInput): HubObjects {
  const own = { [CLUSTER_NAME_LABEL]: name };
  const role = `flotilla:bootstrap:${name}`;
  return {
    namespace: { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: own } },
    managedCluster: {
      apiVersion: CLUSTER_API,
      kind: "ManagedCluster",
      metadata: { name, ...(Object.keys(labels).length > 0 ? { labels: { ...labels } } : {}) },
      spec: { hubAcceptsClient: true, leaseDurationSeconds },
    },
    bootstrap: [
      { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: BOOTSTRAP_ACCOUNT, namespace: name } },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRole",
        metadata: { name: role },
        rules: [
          {
            apiGroups: ["certificates.k8s.io"],
            resources: ["certificatesigningrequests"],
            verbs: ["create", "get", "list", "watch"],
          },
          {
            apiGroups: ["cluster.open-cluster-management.io"],
            resources: ["managedclusters"],
            resourceNames: [name],
            verbs: ["get", "list", "watch"],
          },
        ],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "ClusterRoleBinding",
        metadata: { name: role },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
        subjects: [{ kind: "ServiceAccount", name: BOOTSTRAP_ACCOUNT, namespace: name }],
      },
    ],
  };
}
