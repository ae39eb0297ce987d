import { buildClusters } from "../../model/build-clusters";
import { type ClusterInfo, type ClusterRegistry, LOCAL_CLUSTER } from "../../model/cluster";
import { clusterFields } from "../../model/cluster-schema";
import { InputError } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import { Notes } from "../../model/notes";
import { PlainSource } from "../../model/plain-source";
import { isPulled, isRegistered } from "../../model/registry";
import { type HubEndpoint, hubEndpoint } from "../../ocm/hub-endpoint";
import { type Joining, joiningByName, type ManagedCluster, managedClusters, unlisted } from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import { type Chosen, type PlacementUse, withChosen } from "../../ocm/placements";
import { WORK_API } from "../../plan/works/manifest-work";
import { REPLICA_SET_API } from "../../plan/works/replica-sets";
import type { PullOptions } from "../../plan/works/works";
import { ClusterReader } from "../cluster-reader";
import type { Fleet } from "../fleet";
import { reasonOf } from "../reason-of";
import type { Settings } from "../settings";
import { listAll } from "./list-all";
import { readChosen } from "./placements";

/** The hub, asked. */
export interface Hub {
  api: ClusterReader;
  /** Where agents reach it. */
  endpoint: HubEndpoint;
  /** How far its clusters are, by their names there. */
  joining: ReadonlyMap<string, Joining>;
  /** Its accepted clusters, oldest first. */
  managed: ManagedCluster[];
  /** What its Placements have chosen. */
  chosen: Chosen;
}

/**
 * Asks the hub for its clusters, when any is registered in it, pulls from it, comes from it or is chosen by its Placements.
 *
 * @param placements the Placements that choose clusters
 * @throws InputError when it cannot be asked, or does not have what is needed
 */
export async function askHub(
  settings: Settings,
  fleet: Pick<Fleet, "connections">,
  placements: readonly PlacementUse[],
): Promise<Hub | undefined> {
  const pulls = settings.clustersFrom === "ocm" || settings.credentials.some((one) => isPulled(one, settings));
  const registers = settings.credentials.some((one) => isRegistered(one, settings));
  if (!pulls && !registers && placements.length === 0) return undefined;
  if (!settings.credentials.some(({ cluster }) => cluster === LOCAL_CLUSTER)) {
    const message = `clusters are registered in the hub or chosen by it, but nothing says how the hub (cluster "${LOCAL_CLUSTER}") is reached`;
    throw refusal(message, "flotilla cluster join <kubeconfig> --name local");
  }
  const [connection] = await fleet.connections([LOCAL_CLUSTER]);
  const kubeconfig = connection?.kubeconfig;
  if (kubeconfig === undefined) throw refusal("the hub does not exist yet", "create it first, in a run of its own");
  const api = new ClusterReader(kubeconfig);
  const list = await known(api, CLUSTER_API, "ManagedCluster");
  if (pulls) await known(api, WORK_API, "ManifestWork", 1);
  if (pulls && settings.replicaSets !== "") await known(api, REPLICA_SET_API, "ManifestWorkReplicaSet", 1);
  const endpoint = hubEndpoint(kubeconfig, settings.hubAPIServer || undefined);
  const chosen = await readChosen(placements, api);
  return { api, endpoint, joining: joiningByName(list), managed: managedClusters(list), chosen };
}

/**
 * What the hub has of one of OCM's kinds, as the answer to a list.
 *
 * @param atMost how many of them matter. Default: all
 */
async function known(api: ClusterReader, group: string, kind: string, atMost?: number): Promise<unknown> {
  const list = await listAll(api, `/apis/${group}/${kind.toLowerCase()}s`, { atMost }).catch((error: unknown) => {
    throw refusal(`the hub does not say which ${kind}s it has: ${reasonOf(error)}`, "see to it that it answers");
  });
  if (list !== undefined) return list;
  const message = `the hub does not have Open Cluster Management: it knows no kind ${kind}`;
  throw refusal(message, "install it on the hub: clusteradm init, or OCM's Helm chart cluster-manager");
}

/**
 * The clusters that can be delivered to: those that are listed, and the hub's own where these are wanted. They have the labels of the
 * Placements that have chosen them.
 */
export function registryWith(settings: Settings, hub: Hub | undefined): ReturnType<typeof withChosen> {
  const { registry, credentials, clustersFrom } = settings;
  if (hub === undefined) return { registry, warnings: [] };
  const more = clustersFrom === "ocm" ? unlisted(hub.managed, credentials).map(clusterInfo) : [];
  return withChosen({ ...registry, clusters: [...registry.clusters, ...more] }, hub.chosen, credentials);
}

function clusterInfo({ name, labels, version }: ManagedCluster): ClusterInfo {
  const origin = { source: new PlainSource("hub", {}), path: [] };
  const kubernetesVersion = clusterFields.kubernetesVersion.safeParse(version).data;
  const notes = new Notes([]);
  const [built] = buildClusters(
    [{ written: { name, labels, ...(kubernetesVersion ? { kubernetesVersion } : {}) }, origin }],
    notes,
  );
  if (built === undefined) throw new Error(`the hub has a cluster without a name`);
  return built;
}

/**
 * Which clusters pull, and how.
 *
 * @param owner the stack
 */
export function pullOptions(settings: Settings, registry: ClusterRegistry, owner: string): PullOptions {
  const { health, allowSecretsInHub: allowSecrets, executor, timeoutSeconds } = settings;
  const [namespace = "", name = ""] = executor.split("/");
  const clusters = registry.clusters.flatMap((info): [string, string][] => {
    if (info.name === LOCAL_CLUSTER) return [];
    const listed = settings.credentials.find(({ cluster }) => cluster === info.name);
    if (listed === undefined) return settings.clustersFrom === "ocm" ? [[info.name, info.name]] : [];
    return isPulled(listed, settings) ? [[info.name, identityOf(info.name, listed.previousNames)]] : [];
  });
  return {
    clusters: new Map(clusters),
    health,
    allowSecrets,
    executor: executor === "" ? undefined : { namespace, name },
    owner,
    replicaSets: settings.replicaSets === "" ? undefined : { namespace: settings.replicaSets, timeoutSeconds },
  };
}

function refusal(message: string, hint: string): InputError {
  return new InputError([{ severity: "error", code: "hub-not-ready", path: "flotilla:registration", message, hint }]);
}
