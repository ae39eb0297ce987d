import { getClusterCredential } from "@pulumi/alicloud/cs/getClusterCredential";
import * as pulumi from "@pulumi/pulumi";
import { readKubeconfig } from "../kubeconfigs";

/**
 * Asks Alibaba Cloud for credentials of a cluster that are good for a while. They are written nowhere.
 *
 * @param minutes how long they are good
 * @returns a kubeconfig as in `Connection`. Secret
 * @throws Error when there are none; it quotes nothing of a kubeconfig
 */
export async function askForKubeconfig(
  clusterId: string,
  minutes: number,
  opts: pulumi.InvokeOptions,
): Promise<string> {
  const { kubeConfig } = await getClusterCredential({ clusterId, temporaryDurationMinutes: minutes }, opts);
  const read = readKubeconfig({ kubeconfig: kubeConfig });
  if (!read.ok) throw new Error(`the credentials of cluster ${clusterId} cannot be used: ${read.problem}`);
  return read.kubeconfig;
}

/** Gives a cluster's kubeconfig once there is the cluster. */
export function kubeconfigOutput(
  clusterId: pulumi.Input<string>,
  ask: (clusterId: string) => Promise<string>,
): pulumi.Output<string> {
  return pulumi.secret(pulumi.output(clusterId).apply(ask));
}
