import { LOCAL_CLUSTER } from "../../model/cluster";
import type { Finding } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import {
  type Joining,
  joiningByName,
  type ManagedCluster,
  managedClusters,
  NOT_REGISTERED,
  unlisted,
} from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import type { ClusterConfiguration } from "./configuration";
import { answerProblem, readerFor } from "./reach";

/** What the hub says of a stack's clusters. */
export interface ReadJoining {
  /** How far the registered ones are, by name: undefined when the hub does not say. */
  joining: ReadonlyMap<string, Joining | undefined>;
  /** The hub's clusters that the configuration does not list, where these count too; oldest first. */
  managed: ManagedCluster[];
  warnings: Finding[];
}

/** Asks the hub how far the clusters are that are registered in it, and which more it has; asks nothing when neither matters. */
export async function readJoining(configuration: ClusterConfiguration): Promise<ReadJoining> {
  const { registered, takesHubClusters } = configuration;
  if (registered.length === 0 && !takesHubClusters) return { joining: new Map(), managed: [], warnings: [] };
  try {
    const list = await askHub(configuration);
    const found = joiningByName(list);
    const managed = takesHubClusters ? unlisted(managedClusters(list), configuration.clusters.credentials) : [];
    const known = [
      ...registered.map(({ cluster, previousNames }) => [cluster, identityOf(cluster, previousNames)] as const),
      ...managed.map(({ name }) => [name, name] as const),
    ];
    const joining = new Map(known.map(([name, identity]) => [name, found.get(identity) ?? NOT_REGISTERED]));
    return { joining, managed, warnings: [] };
  } catch (error) {
    const message = `the hub does not say how far registered clusters are: ${answerProblem(error)}`;
    return {
      joining: new Map(registered.map(({ cluster }) => [cluster, undefined])),
      managed: [],
      warnings: [{ severity: "warning", code: "no-answer", message }],
    };
  }
}

async function askHub(configuration: ClusterConfiguration): Promise<unknown> {
  const hub = configuration.kubeconfig(LOCAL_CLUSTER);
  if (!hub.ok) throw new Error(hub.problem);
  const list = await readerFor(hub.kubeconfig).get(`/apis/${CLUSTER_API}/managedclusters`);
  if (list === undefined) throw new Error("it does not have Open Cluster Management");
  return list;
}
