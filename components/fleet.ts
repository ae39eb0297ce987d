import { type Input, output, unsecret } from "@pulumi/pulumi";
import { isObject } from "../model/json";
import { identityOf, type KnownCluster, serverOf } from "../model/known-clusters";
import type { ClusterCredentials } from "../model/registry";
import type { AckFleet, AckOutput } from "./ack/fleet";
import { Cluster, type ClusterArgs } from "./cluster";
import { type Connection, resolveConnections } from "./kubeconfigs";
import type { KnownSoon } from "./outputs";

/** The clusters of a stack: how each is reached, and those of them that the stack creates itself. */
export class Fleet {
  private constructor(
    private readonly credentials: readonly ClusterCredentials[],
    private readonly ack: AckFleet | undefined,
  ) {}

  /**
   * Creates nothing and connects to nothing yet. What clusters in Alibaba Cloud need is loaded only when there are any.
   *
   * @param before the stack's last outputs
   * @throws InputError when there are no credentials for the cloud
   */
  static async of(
    credentials: readonly ClusterCredentials[],
    before: Readonly<Record<string, unknown>>,
  ): Promise<Fleet> {
    const entries = credentials.flatMap(({ ack, ...rest }) => (ack === undefined ? [] : [{ ...rest, ack }]));
    if (entries.length === 0) return new Fleet(credentials, undefined);
    const { AckFleet } = await import("./ack/fleet");
    return new Fleet(credentials, new AckFleet(entries, clusterIds(before.ack)));
  }

  /**
   * How clusters are reached. One that does not exist yet has no kubeconfig.
   *
   * @throws InputError with every cluster that cannot be reached and what to configure
   */
  async connections(names: readonly string[]): Promise<Connection[]> {
    const known = resolveConnections(
      this.credentials,
      names.filter((name) => this.ackEntry(name) === undefined),
    );
    return Promise.all(
      names.map(async (name) => known.find((connection) => connection.name === name) ?? this.ackConnection(name)),
    );
  }

  /** The clusters that something is delivered to, with initial namespaces; creates those that are to be created, all of them. */
  clusters(connections: readonly Connection[]): Record<string, Cluster> {
    this.ack?.create();
    return Object.fromEntries(connections.map((connection) => [connection.name, this.cluster(connection)]));
  }

  /** The kubeconfig of a cluster, which may have to be created first; after {@link clusters}. Secret. */
  kubeconfig({ name, kubeconfig }: Connection): Input<string> {
    return this.target(name, kubeconfig).kubeconfig;
  }

  /** Names of the clusters that are needed, given those that something is delivered to: those with initial namespaces too. */
  needed(used: readonly string[]): string[] {
    const initial = this.credentials.flatMap(({ cluster, initialNamespaces }) => (initialNamespaces ? [cluster] : []));
    return [...new Set([...used, ...initial])];
  }

  /** What the stack's outputs keep of the clusters that something is delivered to, after {@link clusters}. */
  known(connections: readonly Connection[]): KnownSoon[] {
    return connections.map((connection) => {
      const { name, identity } = connection;
      if (this.ackEntry(name) === undefined) return connection;
      const seen = unsecret(output(this.target(name).kubeconfig).apply(serverOf));
      return { name, identity, server: seen.server, authority: seen.authority };
    });
  }

  /** What the stack's outputs keep of the clusters that it has created: `ack`, when there are any. */
  outputs(): { ack?: Record<string, AckOutput> } {
    return this.ack === undefined ? {} : { ack: this.ack.outputs() };
  }

  private cluster({ name, kubeconfig, previousNames }: Connection): Cluster {
    const { initialNamespaces = [] } = this.credentials.find(({ cluster }) => cluster === name) ?? {};
    return new Cluster(name, { ...this.target(name, kubeconfig), previousNames, initialNamespaces });
  }

  private target(name: string, kubeconfig = ""): Pick<ClusterArgs, "kubeconfig" | "deletedWith" | "after"> {
    return this.ackEntry(name) === undefined || this.ack === undefined ? { kubeconfig } : this.ack.target(name);
  }

  private async ackConnection(name: string): Promise<Connection> {
    const { previousNames } = this.ackEntry(name) ?? { previousNames: [] };
    const kubeconfig = await this.ack?.kubeconfig(name);
    const server = kubeconfig === undefined ? UNKNOWN_SERVER : serverOf(kubeconfig);
    return { name, kubeconfig, ...server, previousNames, identity: identityOf(name, previousNames) };
  }

  private ackEntry(name: string): ClusterCredentials | undefined {
    return this.credentials.find(({ cluster, ack }) => cluster === name && ack !== undefined);
  }
}

/** What is known of the API server of a cluster that does not exist yet. */
const UNKNOWN_SERVER: Pick<KnownCluster, "server" | "authority"> = { server: "", authority: "" };

/** Ids of clusters that an earlier run created, by name, as its outputs tell. */
function clusterIds(outputs: unknown): Record<string, string> {
  const entries = isObject(outputs) ? Object.entries(outputs) : [];
  return Object.fromEntries(
    entries.flatMap(([name, made]) => (isObject(made) && typeof made.id === "string" ? [[name, made.id]] : [])),
  );
}
