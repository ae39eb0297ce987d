import type * as pulumi from "@pulumi/pulumi";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { InputError } from "../../model/findings";
import { contextOnly } from "../../model/kubeconfig";
import { DEFAULT_TIMEOUT_SECONDS } from "../../plan/timeouts";
import type { Executor } from "../../plan/works/manifest-work";
import { REPLICA_SET_NAMESPACE } from "../../plan/works/replica-sets";
import type { PullOptions } from "../../plan/works/works";
import type { Cluster, ClusterAccess } from "../cluster";
import { ClusterReader } from "../cluster-reader";
import type { DeliveryOptions } from "../object";
import type { PullingCluster } from "../pulled-placement";
import { thisStack } from "../this-stack";

/** A cluster that pulls, in a program of one's own. */
export interface PulledCluster {
  /** Name that policies know it by. */
  name: string;
  /** Names that it had before, oldest first. Default: none. */
  previousNames?: readonly string[];
  /** Labels that selectors see. Default: none. */
  labels?: Readonly<Record<string, string>>;
  /** Kubernetes version, such as `1.30`. Default: the newest that flotilla knows. */
  kubernetesVersion?: string;
  /** Its name on the hub. Default: the name that policies know it by. */
  managedCluster?: string;
  /** What has to be there before anything can be pulled, such as a `Registration`'s `workAgent`. Default: nothing. */
  after?: readonly pulumi.Resource[];
}

/** How clusters pull what a program of one's own delivers. The hub is the cluster named `local`. */
export interface PullArgs {
  /** The clusters that pull, oldest first. Selectors see them after those that flotilla reaches itself. */
  clusters: readonly PulledCluster[];
  /** Whether Secrets may be delivered, which everybody can read who reads ManifestWorks on the hub. Default: false. */
  allowSecretsInHub?: boolean;
  /** The service account in the clusters as which the agents apply. Default: the agents' own. */
  executor?: Executor;
  /**
   * Namespace of the hub in which clusters share what they pull alike, of at most 30 characters. Default: each has ManifestWorks of its
   * own. It needs the plugin `flotilla`, and `delivered`.
   */
  replicaSets?: string;
}

/** The clusters of a program of one's own. */
type Clusters = readonly Cluster[];

/**
 * Which clusters of a program pull, and how.
 *
 * @throws InputError when there is no hub, or the namespace cannot be one
 */
export function libraryPull(
  { clusters, allowSecretsInHub = false, executor, replicaSets }: PullArgs,
  { health = "workload", timeoutSeconds = DEFAULT_TIMEOUT_SECONDS }: DeliveryOptions,
  others: Clusters,
): PullOptions {
  if (hubOf(others) === undefined) {
    const message = `clusters pull, but there is no hub among \`clusters\`: none is named "${LOCAL_CLUSTER}"`;
    throw refusal("hub-not-ready", message, `pass new Cluster("${LOCAL_CLUSTER}", …) too`);
  }
  if (replicaSets !== undefined && !REPLICA_SET_NAMESPACE.test(replicaSets)) {
    throw refusal("invalid-value", `replicaSets is ${JSON.stringify(replicaSets)}`, SHORT);
  }
  return {
    clusters: new Map(clusters.map(({ name, managedCluster = name }) => [name, managedCluster])),
    ...{ health, executor, allowSecrets: allowSecretsInHub, owner: thisStack() },
    replicaSets: replicaSets === undefined ? undefined : { namespace: replicaSets, timeoutSeconds },
  };
}

const SHORT = "it must be the name of a namespace, of at most 30 characters";

/** The same clusters, as Applications need them. */
export function libraryPulling({ clusters }: PullArgs, others: Clusters): Record<string, PullingCluster> {
  const hub = hubOf(others);
  if (hub === undefined) return {};
  const hubApi = apiOf(hub);
  const all = clusters.map(({ name, previousNames = [], after = [] }): [string, PullingCluster] => {
    return [name, { clusterName: name, previousNames, hub, hubApi, after }];
  });
  return Object.fromEntries(all);
}

function hubOf(clusters: Clusters): Cluster | undefined {
  return clusters.find(({ clusterName }) => clusterName === LOCAL_CLUSTER);
}

/** The API of a hub that may be created in the same run. */
function apiOf({ access }: Cluster): PullingCluster["hubApi"] {
  let reader: Promise<ClusterReader> | undefined;
  const connect = () =>
    new Promise<ClusterReader>((resolve) => {
      access.apply(({ kubeconfig, context }: ClusterAccess) =>
        resolve(new ClusterReader(contextOnly(kubeconfig, context))),
      );
    });
  return {
    async get(path) {
      reader ??= connect();
      return (await reader).get(path);
    },
  };
}

function refusal(code: "hub-not-ready" | "invalid-value", message: string, hint: string): InputError {
  return new InputError([{ severity: "error", code, path: "pull", message, hint }]);
}
