import type * as pulumi from "@pulumi/pulumi";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { type Finding, InputError } from "../../model/findings";
import { identityOf } from "../../model/known-clusters";
import { dnsLabelProblem } from "../../model/names";
import { type ClusterCredentials, isRegistered } from "../../model/registry";
import { addressFindings, type HubEndpoint, hubEndpoint } from "../../ocm/hub-endpoint";
import { type Joining, joiningByName } from "../../ocm/managed-cluster";
import { CLUSTER_API } from "../../ocm/names";
import type { Cluster } from "../cluster";
import { ClusterReader } from "../cluster-reader";
import type { Fleet } from "../fleet";
import type { Connection } from "../kubeconfigs";
import { Registration } from "../registration";
import type { Settings } from "../settings";

/** What registering clusters needs of a stack's settings. */
type RegistrationSettings = Pick<
  Settings,
  "registry" | "credentials" | "registration" | "hubAPIServer" | "klusterlet" | "timeoutSeconds"
>;

/** The hub, asked. */
interface Hub {
  api: ClusterReader;
  endpoint: HubEndpoint;
  joining: ReadonlyMap<string, Joining>;
}

/** The clusters of a stack that are registered in its hub. */
export class Registrations {
  private constructor(
    private readonly settings: RegistrationSettings,
    private readonly entries: readonly ClusterCredentials[],
    private readonly hub: Hub | undefined,
    private readonly known: ReadonlySet<string>,
  ) {}

  /**
   * Asks the hub which clusters have joined; asks nothing when none is to be registered.
   *
   * @param before the stack's last outputs
   * @throws InputError when the hub cannot register clusters
   */
  static async of(
    settings: RegistrationSettings,
    fleet: Pick<Fleet, "connections">,
    before: Readonly<Record<string, unknown>>,
  ): Promise<Registrations> {
    const entries = settings.credentials.filter((one) => isRegistered(one, settings));
    const registered = Array.isArray(before.registered) ? before.registered.map(String) : [];
    if (entries.length === 0) return new Registrations(settings, entries, undefined, new Set());
    const findings = entries.flatMap(nameFindings);
    if (findings.length > 0) throw new InputError(findings);
    return new Registrations(settings, entries, await askHub(settings, fleet), new Set(registered));
  }

  /** Names of the clusters that registering needs, beside those that something is delivered to. */
  get clusters(): string[] {
    return this.entries.length === 0 ? [] : [LOCAL_CLUSTER, ...this.entries.map(({ cluster }) => cluster)];
  }

  /** What deserves a look. */
  get warnings(): Finding[] {
    return this.hub === undefined ? [] : addressFindings(this.hub.endpoint);
  }

  /**
   * Registers the clusters.
   *
   * @returns for the stack's outputs: the names that clusters have on the hub, when they have joined
   */
  make(
    clusters: Readonly<Record<string, Cluster>>,
    connections: readonly Connection[],
    fleet: Pick<Fleet, "kubeconfig">,
  ): { registered?: pulumi.Output<string>[] } {
    const { hub: asked, settings, known } = this;
    const hub = clusters[LOCAL_CLUSTER];
    if (asked === undefined || hub === undefined) return {};
    const made = this.entries.flatMap(({ cluster: name, previousNames }) => {
      const cluster = clusters[name];
      const connection = connections.find((one) => one.name === name);
      if (cluster === undefined || connection === undefined) return [];
      const managed = identityOf(name, previousNames);
      const { klusterlet, timeoutSeconds } = settings;
      return new Registration(managed, {
        ...{ cluster, hub, klusterlet, timeoutSeconds, hubApi: asked.api, endpoint: asked.endpoint },
        kubeconfig: fleet.kubeconfig(connection),
        labels: settings.registry.clusters.find((one) => one.name === name)?.labels ?? {},
        joined: known.has(managed) && asked.joining.get(managed)?.joined === true,
      });
    });
    return { registered: made.map(({ managedCluster }) => managedCluster) };
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

async function askHub(settings: RegistrationSettings, fleet: Pick<Fleet, "connections">): Promise<Hub> {
  if (!settings.credentials.some(({ cluster }) => cluster === LOCAL_CLUSTER)) {
    const message = `clusters are registered in the hub, but nothing says how the hub (cluster "${LOCAL_CLUSTER}") is reached`;
    throw refusal(message, "flotilla cluster join <kubeconfig> --name local");
  }
  const [connection] = await fleet.connections([LOCAL_CLUSTER]);
  const kubeconfig = connection?.kubeconfig;
  if (kubeconfig === undefined) throw refusal("the hub does not exist yet", "create it first, in a run of its own");
  const api = new ClusterReader(kubeconfig);
  const list = await api.get(`/apis/${CLUSTER_API}/managedclusters`).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message || error.name : "unknown reason";
    throw refusal(`the hub does not say which clusters have joined: ${reason}`, "see to it that it answers");
  });
  if (list === undefined) {
    const message = "the hub does not have Open Cluster Management: it knows no kind ManagedCluster";
    throw refusal(message, "install it on the hub: clusteradm init, or OCM's Helm chart cluster-manager");
  }
  const endpoint = hubEndpoint(kubeconfig, settings.hubAPIServer || undefined);
  return { api, endpoint, joining: joiningByName(list) };
}

function refusal(message: string, hint: string): InputError {
  return new InputError([{ severity: "error", code: "hub-not-ready", path: "flotilla:registration", message, hint }]);
}
