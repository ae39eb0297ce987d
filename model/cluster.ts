/** The hub: always there, never joined, labelled by nobody. */
export const LOCAL_CLUSTER = "local";

/** What planning needs to know of a cluster. Credentials are no part of it. */
export interface ClusterInfo {
  name: string;
  labels: Record<string, string>;
  /** Kubernetes version; decides which API versions are rendered. */
  version: { major: number; minor: number };
}

/** The clusters that can be delivered to. */
export interface ClusterRegistry {
  /** `local` first, then as joined, oldest first. */
  clusters: ClusterInfo[];
  /** When false, nothing may be delivered outside the Application's own namespace. */
  allowCrossNamespace: boolean;
}
