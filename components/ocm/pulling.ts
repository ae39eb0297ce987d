import { LOCAL_CLUSTER } from "../../model/cluster";
import type { PullOptions } from "../../plan/works/works";
import type { Cluster } from "../cluster";
import type { PullingCluster } from "../pulled-placement";
import type { Registration } from "../registration";
import type { Settings } from "../settings";
import type { Hub } from "./hub";

/** The clusters that pull: those that are registered in the same run pull as soon as they have joined. */
export function pullingClusters(
  { clusters }: Pick<PullOptions, "clusters">,
  { credentials }: Pick<Settings, "credentials">,
  asked: Hub | undefined,
  made: Readonly<Record<string, Cluster>>,
  registrations: ReadonlyMap<string, Registration>,
): Record<string, PullingCluster> {
  const hub = made[LOCAL_CLUSTER];
  if (asked === undefined || hub === undefined) return {};
  const pulling = [...clusters.keys()].map((clusterName): [string, PullingCluster] => {
    const registration = registrations.get(clusterName);
    const { previousNames = [] } = credentials.find(({ cluster }) => cluster === clusterName) ?? {};
    const after = registration === undefined ? [] : [registration.workAgent];
    return [clusterName, { clusterName, previousNames, hub, hubApi: asked.api, after }];
  });
  return Object.fromEntries(pulling);
}
