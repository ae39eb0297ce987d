import * as pulumi from "@pulumi/pulumi";
import { describeCreation } from "../../model/ack/describe-creation";
import { type AckCredential, type KnownAck, knownAs } from "../../model/ack/known";
import type { AckCreation, AckSettings } from "../../model/ack/types";
import type { ClusterCredentials } from "../../model/registry";
import { AckCluster } from "../ack-cluster";
import type { ClusterArgs } from "../cluster";
import type { LastState } from "../last-state";
import { reasonOf } from "../reason-of";
import { accountFrom } from "./account";
import { AckCredentials } from "./credentials";
import { checkJoined } from "./joined";
import { tellProgress } from "./progress";
import { RegionProviders } from "./providers";
import { survey } from "./survey";

/** How something is delivered to a cluster in Alibaba Cloud. */
export type AckTarget = Pick<ClusterArgs, "kubeconfig" | "deletedWith" | "after">;

/** A cluster of the configuration that is in Alibaba Cloud, and the place of its `ack` there. */
export type AckEntry = ClusterCredentials & { ack: AckSettings; path: string };

/** A cluster in Alibaba Cloud, for the stack's outputs: what the next run knows as `KnownAck`. */
export interface AckOutput {
  id: pulumi.Input<string>;
  region: string;
  created?: AckCreation;
  /** Secret. */
  credential?: pulumi.Output<AckCredential>;
}

/** What a run has of a cluster in Alibaba Cloud. */
interface Member {
  entry: AckEntry;
  /** The cluster as the last run left it. */
  known: KnownAck | undefined;
  credentials: AckCredentials;
  created?: AckCluster;
  credential?: pulumi.Output<AckCredential>;
}

/** The clusters of a stack that are in Alibaba Cloud: those it creates, and those that exist. */
export class AckFleet {
  readonly #providers: RegionProviders;
  readonly #members = new Map<string, Member>();

  /**
   * Creates nothing yet.
   *
   * @param all the clusters that the stack had in Alibaba Cloud after its last run, by name
   * @throws InputError when there are no credentials of an account
   */
  constructor(entries: readonly AckEntry[], all: Readonly<Record<string, KnownAck>>) {
    this.#providers = new RegionProviders(accountFrom(pulumi.runtime.allConfig(), process.env));
    for (const entry of entries) {
      const { cluster, previousNames, ack } = entry;
      const known = knownAs(all, cluster, previousNames);
      const credentials = new AckCredentials(ack.credentialMinutes, () => this.#providers.in(ack.region), known);
      this.#members.set(cluster, { entry, known, credentials });
    }
  }

  /**
   * Makes sure that what the stack has created is there, and that what it is about to create is not.
   *
   * @throws InputError as {@link survey}
   */
  check(state: LastState): Promise<void> {
    const created = [...this.#members.values()].filter(({ entry }) => entry.ack.create !== undefined);
    return survey(created, this.#providers, state);
  }

  /**
   * The kubeconfig of a cluster that exists already, before anything is created; undefined when it does not. Secret.
   *
   * @throws Error when a cluster that is joined cannot be used
   */
  async kubeconfig(name: string): Promise<string | undefined> {
    const { entry, credentials, known } = this.member(name);
    const { id, region } = entry.ack;
    if (id !== undefined) {
      await checkJoined(id, region, { provider: this.#providers.in(region) });
      return (await credentials.of(id)).kubeconfig;
    }
    if (known === undefined) return undefined;
    try {
      return (await credentials.of(known.id)).kubeconfig;
    } catch (error) {
      // Somebody may have deleted it. Then the engine finds out when it refreshes, and creates it anew.
      void pulumi.log.warn(`cluster "${name}" was created earlier and cannot be asked: ${reasonOf(error)}`);
      return undefined;
    }
  }

  /** Creates what the configuration says is created, whether anything is delivered to it or not. */
  create(): void {
    const added = [...this.#members.values()].filter(({ known }) => known === undefined);
    const costs = describeCreation(added.map(({ entry }) => entry));
    if (costs !== undefined && pulumi.runtime.isDryRun()) void pulumi.log.info(costs);
    for (const [name, member] of this.#members) {
      const { ack, previousNames } = member.entry;
      if (ack.create === undefined) continue;
      const { settings, allowReplacement: _, ...rest } = ack.create;
      const opts = { provider: this.#providers.in(ack.region), aliases: previousNames.map((one) => ({ name: one })) };
      member.created = new AckCluster(name, { ...rest, ...settings }, opts);
      if (member.known === undefined) tellProgress(name, member.created);
    }
  }

  /** How a cluster is delivered to, after {@link create}. */
  target(name: string): AckTarget {
    const member = this.member(name);
    const { entry, created, credentials } = member;
    member.credential ??= credentials.output(created?.clusterId ?? entry.ack.id ?? "");
    const { kubeconfig } = member.credential;
    return created === undefined
      ? { kubeconfig }
      : { kubeconfig, deletedWith: created.cluster, after: created.nodePools };
  }

  /** What the next run has to know. */
  outputs(): Record<string, AckOutput> {
    const outputs = [...this.#members].map(([name, { entry, created, credential }]): [string, AckOutput] => {
      const { id = "", region, create } = entry.ack;
      const made = create === undefined ? {} : { created: create };
      return [name, { id: created?.clusterId ?? id, region, ...made, ...(credential ? { credential } : {}) }];
    });
    return Object.fromEntries(outputs);
  }

  private member(name: string): Member {
    const member = this.#members.get(name);
    if (member === undefined) throw new Error(`cluster "${name}" is not in Alibaba Cloud`);
    return member;
  }
}
