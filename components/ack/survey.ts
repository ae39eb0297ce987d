import { getClusters } from "@pulumi/alicloud/cs/getClusters";
import { type ComparedCluster, checkCloud, type ListedCluster } from "../../model/ack/check-cloud";
import type { KnownAck } from "../../model/ack/known";
import { InputError } from "../../model/findings";
import type { LastState } from "../last-state";
import { reasonOf } from "../reason-of";
import type { AckEntry } from "./fleet";
import type { RegionProviders } from "./providers";
import { CLUSTER_TYPE, clusterUrn, componentUrn, providerUrn } from "./urns";

/** A cluster that is created, and what the last run knew of it. */
export interface SurveyedCluster {
  entry: AckEntry;
  known: KnownAck | undefined;
}

/**
 * Makes sure that what the stack has created is there, and that what it is about to create is not.
 *
 * @throws InputError with every cluster of which that is not so, and what to do; or when the cloud does not answer
 */
export async function survey(
  clusters: readonly SurveyedCluster[],
  providers: RegionProviders,
  state: LastState,
): Promise<void> {
  const regions = [...new Set(clusters.map(({ entry }) => entry.ack.region))];
  const listed = new Map(
    await Promise.all(regions.map(async (region) => [region, await list(region, providers)] as const)),
  );
  const compared = clusters.map((one) => compare(one, listed.get(one.entry.ack.region) ?? [], state));
  const findings = checkCloud((await Promise.all(compared)).flat());
  if (findings.length > 0) throw new InputError(findings);
}

async function list(region: string, providers: RegionProviders): Promise<ListedCluster[]> {
  try {
    return (await getClusters({}, { provider: providers.in(region) })).clusters;
  } catch (error) {
    throw new InputError([
      {
        severity: "error",
        code: "no-answer",
        path: "flotilla:clusters",
        message: `Alibaba Cloud does not tell which clusters there are in ${region}: ${reasonOf(error)}`,
        hint: "check the access key, its token, and what it may do",
      },
    ]);
  }
}

/** Nothing when the cluster is as the last run left it: then nobody needs to read the state. */
async function compare(
  { entry, known }: SurveyedCluster,
  listed: readonly ListedCluster[],
  state: LastState,
): Promise<ComparedCluster[]> {
  const { cluster, previousNames, ack, path } = entry;
  const cloudName = ack.create?.name ?? cluster;
  const found =
    listed.find(({ clusterId }) => clusterId === known?.id) ??
    listed.find(({ clusterName }) => clusterName === cloudName);
  if (found !== undefined && found.clusterId === known?.id && found.state === "running") return [];
  const inState = await firstIn(state, [cluster, ...previousNames], clusterUrn);
  const parent = await firstIn(state, [cluster, ...previousNames], componentUrn);
  const options = [`--parent 'parent=${parent}'`, `--provider 'provider=${providerUrn(ack.region)}'`].join(" ");
  const adopt = `pulumi import --yes --generate-code=false ${CLUSTER_TYPE} ${cluster} ${found?.clusterId} ${options}`;
  return [
    {
      ...{ cluster, path, cloudName, listed: found },
      inState: inState !== undefined,
      forget: `pulumi state delete --yes --force --target-dependents '${inState}'`,
      adopt: parent === undefined ? undefined : adopt,
    },
  ];
}

/** The URN under the first of some names that the state has. */
async function firstIn(
  state: LastState,
  names: readonly string[],
  urnOf: (name: string) => string,
): Promise<string | undefined> {
  for (const name of names) if (await state.has(urnOf(name))) return urnOf(name);
  return undefined;
}
