import { Provider } from "@pulumi/alicloud/provider";
import * as pulumi from "@pulumi/pulumi";
import type { AckSettings } from "../../model/ack/types";
import type { ClusterCredentials } from "../../model/registry";
import { AckCluster } from "../ack-cluster";
import type { ClusterArgs } from "../cluster";
import { type Account, accountFrom } from "./account";
import { askForKubeconfig, kubeconfigOutput } from "./kubeconfig";

/** How something is delivered to a cluster in Alibaba Cloud. */
export type AckTarget = Pick<ClusterArgs, "kubeconfig" | "deletedWith" | "after">;

/** A cluster of the configuration that is in Alibaba Cloud. */
type AckEntry = ClusterCredentials & { ack: AckSettings };

/** A cluster that was created, for the stack's outputs. */
export interface AckOutput {
  id: pulumi.Output<string>;
  region: string;
}

/** The clusters of a stack that are in Alibaba Cloud: those it creates, and those that exist. One provider for each region. */
export class AckFleet {
  readonly #providers = new Map<string, Provider>();
  readonly #asked = new Map<string, Promise<string>>();
  readonly #created = new Map<string, AckCluster>();
  readonly #account: Account;

  /**
   * Creates nothing yet.
   *
   * @param ids ids of the clusters that the stack created earlier, by name
   * @throws InputError when there are no credentials of an account
   */
  constructor(
    private readonly entries: readonly AckEntry[],
    private readonly ids: Readonly<Record<string, string>>,
  ) {
    this.#account = accountFrom(pulumi.runtime.allConfig(), process.env);
  }

  /** The kubeconfig of a cluster that exists already, before anything is created; undefined when it does not. Secret. */
  async kubeconfig(name: string): Promise<string | undefined> {
    const entry = this.entry(name);
    const id = entry.ack.id ?? [name, ...entry.previousNames].map((known) => this.ids[known]).find((known) => known);
    return id === undefined ? undefined : this.ask(entry, id);
  }

  /** Creates what the configuration says is created, whether anything is delivered to it or not. */
  create(): void {
    for (const { cluster, ack, previousNames } of this.entries) {
      if (ack.create === undefined) continue;
      const { settings, allowReplacement: _, ...rest } = ack.create;
      const opts = { provider: this.provider(ack.region), aliases: previousNames.map((name) => ({ name })) };
      this.#created.set(cluster, new AckCluster(cluster, { ...rest, ...settings }, opts));
    }
  }

  /** How a cluster is delivered to, after {@link create}. */
  target(name: string): AckTarget {
    const entry = this.entry(name);
    const created = this.#created.get(name);
    const id = created?.clusterId ?? entry.ack.id ?? "";
    const kubeconfig = kubeconfigOutput(id, (known) => this.ask(entry, known));
    return created === undefined
      ? { kubeconfig }
      : { kubeconfig, deletedWith: created.cluster, after: created.nodePools };
  }

  /** What the next run has to know of the clusters that were created. */
  outputs(): Record<string, AckOutput> {
    const made = [...this.#created].map(([name, { clusterId }]) => {
      const { region } = this.entry(name).ack;
      return [name, { id: clusterId, region }];
    });
    return Object.fromEntries(made);
  }

  private ask({ ack }: AckEntry, id: string): Promise<string> {
    const known = this.#asked.get(id);
    if (known !== undefined) return known;
    const asked = askForKubeconfig(id, ack.credentialMinutes, { provider: this.provider(ack.region) });
    this.#asked.set(id, asked);
    return asked;
  }

  private provider(region: string): Provider {
    const known = this.#providers.get(region);
    if (known !== undefined) return known;
    const { accessKey, secretKey, securityToken } = this.#account;
    const provider = new Provider(region, {
      region,
      accessKey: pulumi.secret(accessKey),
      secretKey: pulumi.secret(secretKey),
      ...(securityToken === undefined ? {} : { securityToken: pulumi.secret(securityToken) }),
    });
    this.#providers.set(region, provider);
    return provider;
  }

  private entry(name: string): AckEntry {
    const entry = this.entries.find(({ cluster }) => cluster === name);
    if (entry === undefined) throw new Error(`cluster "${name}" is not in Alibaba Cloud`);
    return entry;
  }
}
