import type { Output } from "@pulumi/pulumi";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { type Finding, InputError } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import { dnsLabelProblem } from "../../model/names";
import { type ClusterCredentials, isRegistered } from "../../model/registry";
import { addressFindings } from "../../ocm/hub-endpoint";
import type { Cluster } from "../cluster";
import type { Fleet } from "../fleet";
import type { Connection } from "../kubeconfigs";
import { Registration } from "../registration";
import type { Settings } from "../settings";
import type { Hub } from "./hub";

/** What registering clusters needs of a stack's settings. */
type RegistrationSettings = Pick<
  Settings,
  "registry" | "credentials" | "registration" | "hubAPIServer" | "klusterlet" | "timeoutSeconds"
>;

/** The clusters of a stack that are registered in its hub. */
export class Registrations {
  private constructor(
    private readonly settings: RegistrationSettings,
    private readonly entries: readonly ClusterCredentials[],
    private readonly hub: Hub | undefined,
    private readonly known: ReadonlySet<string>,
    private readonly skipped: ReadonlySet<string>,
  ) {}

  /**
   * Makes nothing yet.
   *
   * @param before the stack's last outputs
   * @param skipped clusters that do not answer: those of them that are not registered yet are left out, others stay as they are
   * @throws InputError for clusters that the hub could not register under their names
   */
  static of(
    settings: RegistrationSettings,
    hub: Hub | undefined,
    before: Readonly<Record<string, unknown>>,
    skipped: ReadonlySet<string> = new Set(),
  ): Registrations {
    const registered = new Set(Array.isArray(before.registered) ? before.registered.map(String) : []);
    const entries = settings.credentials.filter(
      (one) =>
        isRegistered(one, settings) &&
        (!skipped.has(one.cluster) || registered.has(identityOf(one.cluster, one.previousNames))),
    );
    if (entries.length === 0) return new Registrations(settings, entries, undefined, registered, skipped);
    const findings = entries.flatMap(nameFindings);
    if (findings.length > 0) throw new InputError(findings);
    return new Registrations(settings, entries, hub, registered, skipped);
  }

  /** Names of the clusters that registering needs, beside those that something is delivered to. */
  get clusters(): string[] {
    return this.entries.length === 0 ? [] : [LOCAL_CLUSTER, ...this.entries.map(({ cluster }) => cluster)];
  }

  /** Whether any of the clusters has not been registered and joined before. */
  get areNew(): boolean {
    return this.entries.some(({ cluster, previousNames }) => !this.#hasJoined(identityOf(cluster, previousNames)));
  }

  /** What deserves a look. */
  get warnings(): Finding[] {
    return this.hub === undefined || this.entries.length === 0 ? [] : addressFindings(this.hub.endpoint);
  }

  /**
   * Registers the clusters.
   *
   * @returns the registrations, by cluster
   */
  make(
    clusters: Readonly<Record<string, Cluster>>,
    connections: readonly Connection[],
    fleet: Pick<Fleet, "kubeconfig">,
  ): ReadonlyMap<string, Registration> {
    const { hub: asked, settings } = this;
    const hub = clusters[LOCAL_CLUSTER];
    if (asked === undefined || hub === undefined) return new Map();
    const made = this.entries.flatMap(({ cluster: name, previousNames }): [string, Registration][] => {
      const cluster = clusters[name];
      const connection = connections.find((one) => one.name === name);
      if (cluster === undefined || connection === undefined) return [];
      const managed = identityOf(name, previousNames);
      const { klusterlet, timeoutSeconds } = settings;
      const registration = new Registration(managed, {
        ...{ cluster, hub, klusterlet, timeoutSeconds, hubApi: asked.api, endpoint: asked.endpoint },
        kubeconfig: fleet.kubeconfig(connection),
        labels: settings.registry.clusters.find((one) => one.name === name)?.labels ?? {},
        joined: this.#hasJoined(managed),
        silent: this.skipped.has(name),
      });
      return [[name, registration]];
    });
    return new Map(made);
  }

  #hasJoined(managed: string): boolean {
    return this.known.has(managed) && this.hub?.joining.get(managed)?.joined === true;
  }
}

/** A cluster has a namespace of its name on the hub. */
function nameFindings({ cluster, previousNames }: ClusterCredentials): Finding[] {
  const name = identityOf(cluster, previousNames);
  const problem = dnsLabelProblem(name);
  if (problem === undefined) return [];
  const message = `cluster "${cluster}" cannot be registered: its name on the hub, ${JSON.stringify(name)}, must ${problem}`;
  return [{ severity: "error", code: "invalid-value", path: "flotilla:clusters", message }];
}

/** For the stack's outputs: the names that clusters have on the hub, when they have joined. */
export function registrationOutputs(made: ReadonlyMap<string, Registration>): { registered?: Output<string>[] } {
  return made.size === 0 ? {} : { registered: [...made.values()].map(({ managedCluster }) => managedCluster) };
}
