/*
 * Names that Open Cluster Management's own programs look for.
 */

/** Namespace of the agents in a managed cluster. */
export const AGENT_NAMESPACE = "open-cluster-management-agent";
/** Secret in {@link AGENT_NAMESPACE} with which the registration agent first reaches the hub. */
export const BOOTSTRAP_SECRET = "bootstrap-hub-kubeconfig";
/** Secret in {@link AGENT_NAMESPACE} that the registration agent writes, and with which both agents reach the hub from then on. */
export const HUB_SECRET = "hub-kubeconfig-secret";
/** Service account on the hub, in the cluster's namespace there, whose token is in {@link BOOTSTRAP_SECRET}. */
export const BOOTSTRAP_ACCOUNT = "flotilla-bootstrap";
/** The label that says which managed cluster something on the hub is about. */
export const CLUSTER_NAME_LABEL = "open-cluster-management.io/cluster-name";
/** Group of what OCM knows of clusters. */
export const CLUSTER_API_GROUP = "cluster.open-cluster-management.io";
/** Group and version of `ManagedCluster`. */
export const CLUSTER_API = "cluster.open-cluster-management.io/v1";
/** Group and version of `Placement` and `PlacementDecision`. */
export const PLACEMENT_API = "cluster.open-cluster-management.io/v1beta1";
/** The label of a `PlacementDecision` that says whose it is. */
export const PLACEMENT_LABEL = "cluster.open-cluster-management.io/placement";

/** What the agents of a cluster call themselves on the hub. */
export function agentGroup(managedCluster: string): string {
  return `system:open-cluster-management:${managedCluster}`;
}

/** Whom the hub takes somebody with a bootstrap token for. */
export function bootstrapUser(managedCluster: string): string {
  return `system:serviceaccount:${managedCluster}:${BOOTSTRAP_ACCOUNT}`;
}
