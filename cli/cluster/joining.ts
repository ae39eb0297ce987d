import { LOCAL_CLUSTER } from "../../model/cluster";
import type { Finding } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import { type Joining, joiningByName, NOT_REGISTERED } from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import type { ClusterConfiguration } from "./configuration";
import { answerProblem, readerFor } from "./reach";

/** How far the registered clusters of a stack are, by name: undefined when the hub does not say. */
export interface ReadJoining {
  joining: ReadonlyMap<string, Joining | undefined>;
  warnings: Finding[];
}

/** Asks the hub how far the clusters are that are registered in it; asks nothing when there are none. */
export async function readJoining(configuration: ClusterConfiguration): Promise<ReadJoining> {
  const { registered } = configuration;
  if (registered.length === 0) return { joining: new Map(), warnings: [] };
  try {
    const found = joiningByName(await askHub(configuration));
    const known = registered.map(({ cluster, previousNames }) => {
      return [cluster, found.get(identityOf(cluster, previousNames)) ?? NOT_REGISTERED] as const;
    });
    return { joining: new Map(known), warnings: [] };
  } catch (error) {
    const message = `the hub does not say how far registered clusters are: ${answerProblem(error)}`;
    return {
      joining: new Map(registered.map(({ cluster }) => [cluster, undefined])),
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
