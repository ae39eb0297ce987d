import { type Input, type Output, output, secret, type Unwrap, unsecret } from "@pulumi/pulumi";
import { checkAckChanges } from "../model/ack/check-changes";
import { type KnownAck, knownAck } from "../model/ack/known";
import { type Finding, InputError } from "../model/findings";
import { identityOf, type KnownCluster, serverOf } from "../model/known-clusters";
import type { ClusterCredentials } from "../model/registry";
import type { AckFleet, AckOutput } from "./ack/fleet";
import { clusterUrn } from "./ack/urns";
import { Cluster, type ClusterArgs } from "./cluster";
import { type Connection, resolveConnections } from "./kubeconfigs";
import { LastState } from "./last-state";
import type { KnownSoon } from "./outputs";
import { reasonOf } from "./reason-of";

/** The clusters of a stack: how each is reached, and those of them that the stack creates itself. */
export class Fleet {
  private constructor(
    private readonly credentials: readonly ClusterCredentials[],
    private readonly ack: AckFleet | undefined,
    /** What deserves a look in how created clusters change. */
    readonly warnings: readonly Finding[],
  ) {}

  /**
   * Creates nothing and connects to nothing yet. What clusters in Alibaba Cloud need is loaded only when there are any.
   *
   * @param before the stack's last outputs
   * @throws InputError when there are no credentials for the cloud, or a cluster that was created would be lost
   */
  static async of(
    credentials: readonly ClusterCredentials[],
    before: Readonly<Record<string, unknown>>,
  ): Promise<Fleet> {
    const entries = credentials.flatMap(({ ack, ...rest }, index) =>
      ack === undefined ? [] : [{ ...rest, ack, path: `flotilla:clusters[${index}].ack` }],
    );
    const state = new LastState();
    const known = knownAck(before.ack);
    const findings = await checkChanges(credentials, known, state);
    if (entries.length === 0) return new Fleet(credentials, undefined, findings);
    const { AckFleet } = await import("./ack/fleet");
    const ack = new AckFleet(entries, known);
    await ack.check(state);
    return new Fleet(credentials, ack, findings);
  }

  /**
   * How clusters are reached. One that does not exist yet has no kubeconfig.
   *
   * @throws InputError with every cluster that cannot be reached and what to configure
   */
  async connections(names: readonly string[]): Promise<Connection[]> {
    const findings: Finding[] = [];
    const connections = names.map(async (name) => {
      try {
        return await this.connect(name);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        findings.push(...error.findings);
        return [];
      }
    });
    const made = (await Promise.all(connections)).flat();
    if (findings.length > 0) throw new InputError(findings);
    return made;
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

  /** How clusters are reached that nothing is delivered to. */
  access(connections: readonly Connection[]): Record<string, Pick<Cluster, "access">> {
    return Object.fromEntries(
      connections.map((connection) => {
        const kubeconfig = this.kubeconfig(connection);
        return [connection.name, { access: secret({ kubeconfig }) }];
      }),
    );
  }

  /** The same clusters, some of which have no other initial namespaces than these: they do not answer, and get no new ones. */
  keeping(clusters: ReadonlySet<string>, namespaces: ReadonlyMap<string, readonly string[]>): Fleet {
    const credentials = this.credentials.map((one) => {
      if (!clusters.has(one.cluster)) return one;
      const { initialNamespaces: _, ...rest } = one;
      const there = namespaces.get(one.cluster);
      return there === undefined ? rest : { ...rest, initialNamespaces: [...there] };
    });
    return new Fleet(credentials, this.ack, this.warnings);
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

  /** What the stack's outputs keep of clusters in Alibaba Cloud: `ack`, when there are any. Secret, for the next run. */
  outputs(): { ack?: Output<Unwrap<Record<string, AckOutput>>> } {
    return this.ack === undefined ? {} : { ack: secret(this.ack.outputs()) };
  }

  private cluster({ name, kubeconfig, previousNames }: Connection): Cluster {
    const { initialNamespaces = [] } = this.credentials.find(({ cluster }) => cluster === name) ?? {};
    return new Cluster(name, { ...this.target(name, kubeconfig), previousNames, initialNamespaces });
  }

  private target(name: string, kubeconfig = ""): Pick<ClusterArgs, "kubeconfig" | "deletedWith" | "after"> {
    return this.ackEntry(name) === undefined || this.ack === undefined ? { kubeconfig } : this.ack.target(name);
  }

  private async connect(name: string): Promise<Connection[]> {
    const entry = this.ackEntry(name);
    if (entry === undefined || this.ack === undefined) return resolveConnections(this.credentials, [name]);
    const { previousNames } = entry;
    try {
      const kubeconfig = await this.ack.kubeconfig(name);
      const server = kubeconfig === undefined ? UNKNOWN_SERVER : serverOf(kubeconfig);
      return [{ name, kubeconfig, ...server, previousNames, identity: identityOf(name, previousNames) }];
    } catch (error) {
      const path = `flotilla:clusters[${this.credentials.indexOf(entry)}].ack`;
      const message = `cluster "${name}": ${reasonOf(error)}`;
      const hint = "check region and id, and what the account may do";
      throw new InputError([{ severity: "error", code: "no-answer", path, message, hint }]);
    }
  }

  private ackEntry(name: string): ClusterCredentials | undefined {
    return this.credentials.find(({ cluster, ack }) => cluster === name && ack !== undefined);
  }
}

/**
 * What deserves a look in how created clusters change. What somebody has made Pulumi forget counts no more.
 *
 * @throws InputError when a cluster that was created would be lost
 */
async function checkChanges(
  credentials: readonly ClusterCredentials[],
  known: Readonly<Record<string, KnownAck>>,
  state: LastState,
): Promise<Finding[]> {
  const findings = checkAckChanges(credentials, known);
  if (!findings.some(isError)) return findings;
  const there = await Promise.all(Object.keys(known).map((name) => state.has(clusterUrn(name))));
  const left = Object.fromEntries(Object.entries(known).filter((_, index) => there[index]));
  const again = checkAckChanges(credentials, left);
  if (again.some(isError)) throw new InputError(again);
  return again;
}

function isError({ severity }: Finding): boolean {
  return severity === "error";
}

/** What is known of the API server of a cluster that does not exist yet. */
const UNKNOWN_SERVER: Pick<KnownCluster, "server" | "authority"> = { server: "", authority: "" };
