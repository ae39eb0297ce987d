import { getClusterCredential } from "@pulumi/alicloud/cs/getClusterCredential";
import * as pulumi from "@pulumi/pulumi";
import { type AckCredential, isFresh, type KnownAck } from "../../model/ack/known";
import { ClusterReader } from "../cluster-reader";
import { readKubeconfig } from "../kubeconfigs";
import { mistake } from "../mistake";
import { reasonOf } from "../reason-of";

/**
 * Asks Alibaba Cloud for credentials of a cluster that are good for a while. They are written to no file.
 *
 * @param minutes how long they are good
 * @returns with a kubeconfig as in `Connection`. Secret
 * @throws RunError when there are none, also because the run ends meanwhile; it quotes nothing of a kubeconfig
 */
export async function askForCredential(
  clusterId: string,
  minutes: number,
  opts: pulumi.InvokeOptions,
): Promise<AckCredential> {
  const answer = getClusterCredential({ clusterId, temporaryDurationMinutes: minutes }, opts).catch(
    (error: unknown) => {
      throw mistake(`Alibaba Cloud has given no credentials for cluster ${clusterId}: ${reasonOf(error)}`);
    },
  );
  const { kubeConfig, expiration } = await answer;
  const read = readKubeconfig({ kubeconfig: kubeConfig });
  if (!read.ok) throw mistake(`the credentials of cluster ${clusterId} cannot be used: ${read.problem}`);
  return { kubeconfig: read.kubeconfig, expires: expiration };
}

/** Whether the cluster still takes credentials. Somebody may have revoked them, or they are of a cluster that was deleted. */
async function works({ kubeconfig }: AckCredential): Promise<boolean> {
  try {
    return (await new ClusterReader(kubeconfig, ANSWER_WITHIN).get("/api")) !== undefined;
  } catch {
    return false;
  }
}

/** How long a cluster may take to say whether it takes credentials, in milliseconds. After that, new ones cost less. */
const ANSWER_WITHIN = 3_000;

/**
 * The credentials of one cluster in one run. They are asked for once, and not at all while those of an earlier run are good: each new
 * one is a change of the provider that uses it.
 */
export class AckCredentials {
  readonly #asked = new Map<string, Promise<AckCredential>>();

  /**
   * @param minutes how long credentials are good
   * @param provider who is asked; a function, because asking for a provider makes one
   * @param known the cluster as the last run left it
   */
  constructor(
    private readonly minutes: number,
    private readonly provider: () => pulumi.ProviderResource,
    private readonly known?: KnownAck,
  ) {}

  /** Those of a cluster that exists. Throws like {@link askForCredential}. */
  of(clusterId: string): Promise<AckCredential> {
    const asked = this.#asked.get(clusterId) ?? this.ask(clusterId);
    this.#asked.set(clusterId, asked);
    return asked;
  }

  /** Those of a cluster, once there is the cluster. Secret. */
  output(clusterId: pulumi.Input<string>): pulumi.Output<AckCredential> {
    return pulumi.secret(pulumi.output(clusterId).apply((id) => this.of(id)));
  }

  private async ask(clusterId: string): Promise<AckCredential> {
    const { id, credential } = this.known ?? {};
    const mayUse = id === clusterId && credential !== undefined && isFresh(credential, this.minutes, new Date());
    if (mayUse && (await works(credential))) return credential;
    return askForCredential(clusterId, this.minutes, { provider: this.provider() });
  }
}
