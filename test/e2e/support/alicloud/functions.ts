import { setTimeout as sleep } from "node:timers/promises";
import { newCredential } from "./access";
import { clustersIn, runningCluster, STATE, VERSIONS } from "./cluster";
import { ApiError } from "./errors";
import type { Call } from "./kind";
import { zones } from "./network";
import { type Properties, text, texts } from "./values";

/** How long late credentials take, in milliseconds. */
const LATE = 20_000;

/** A function of the provider: reads something in the cloud. */
type Function = (call: Call, args: Properties) => Promise<Properties> | Properties;

/** The functions of the provider that flotilla uses, by token. */
export const functions: Readonly<Record<string, Function>> = {
  "alicloud:index/getZones:getZones": ({ region }, args) => {
    const ids = zones(region);
    return { ...args, id: region, ids, zones: ids.map((id) => ({ id, localName: id })) };
  },
  "alicloud:cs/getKubernetesVersion:getKubernetesVersion": (_call, args) => {
    return { ...args, id: "versions", metadatas: VERSIONS.map((version) => ({ version, runtimes: [] })) };
  },
  "alicloud:cs/getClusters:getClusters": ({ cloud, region }, args) => {
    const pattern = new RegExp(text(args.nameRegex));
    const wanted = texts(args.ids);
    const found = clustersIn(cloud, region).filter(
      ({ id, inputs }) => pattern.test(text(inputs.name)) && (wanted.length === 0 || wanted.includes(id)),
    );
    const clusters = found.map(({ id, inputs, outputs }) => ({
      ...{ id, clusterId: id, clusterName: inputs.name, state: outputs[STATE], regionId: region },
      ...{ currentVersion: inputs.version, clusterSpec: inputs.clusterSpec, tags: inputs.tags ?? {} },
      ...{ podCidr: inputs.podCidr, serviceCidr: inputs.serviceCidr, clusterType: "ManagedKubernetes" },
      deletionProtection: inputs.deletionProtection ?? false,
    }));
    return {
      ...args,
      id: region,
      ids: found.map(({ id }) => id),
      names: clusters.map((one) => one.clusterName),
      clusters,
    };
  },
  "alicloud:cs/getClusterCredential:getClusterCredential": async ({ cloud, region }, args) => {
    const minutes = Number(args.temporaryDurationMinutes ?? 4320);
    if (minutes < 15 || minutes > 4320) throw new ApiError("InvalidDuration", "expected 15 to 4320 minutes.");
    if (args.outputFile !== undefined) throw new ApiError("Refused", "a credential has no place in a file.");
    const { id, inputs } = runningCluster(cloud, region, text(args.clusterId));
    const { faults } = cloud.settings;
    if (faults.credentials === "refused") throw new ApiError("ForbiddenDescribeUserKubeconfig", "no permission.");
    if (faults.credentials === "late") await sleep(LATE);
    const { kubeconfig, token, ca, expiration } = await newCredential(
      { name: id, dir: cloud.settings.clusters },
      minutes,
    );
    cloud.issue(token);
    const server = inputs.slbInternetEnabled === true ? kubeconfig : kubeconfig.replace("127.0.0.1", "192.0.2.1");
    const certificateAuthority = { clusterCert: ca, clientCert: "", clientKey: "" };
    return { ...args, id, clusterName: inputs.name, kubeConfig: server, certificateAuthority, expiration };
  },
};
