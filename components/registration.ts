import * as pulumi from "@pulumi/pulumi";
import { serverOf } from "../model/known-clusters";
import { bootstrapKubeconfig, type HubEndpoint } from "../ocm/hub-endpoint";
import { hubObjects } from "../ocm/hub-objects";
import { type Klusterlet, klusterlet } from "../ocm/klusterlet";
import type { KlusterletSettings } from "../ocm/settings";
import type { KubernetesObject } from "../workloads/types";
import type { Cluster } from "./cluster";
import { ClusterObject } from "./object";
import { bootstrapToken, type HubApi, join } from "./ocm/join";

/** Arguments of {@link Registration}. */
export interface RegistrationArgs {
  /** The cluster that is registered. */
  cluster: Cluster;
  /** The cluster's own kubeconfig, as JSON: the hub shows where its API server is. */
  kubeconfig: pulumi.Input<string>;
  hub: Cluster;
  /** Labels that placements on the hub see. Default: those of the cluster. */
  labels?: Readonly<Record<string, string>>;
  /** Asks the hub for a token, and approves what the agents ask for. */
  hubApi: HubApi;
  /** Where the agents reach the hub. */
  endpoint: HubEndpoint;
  klusterlet: KlusterletSettings;
  /** Whether the cluster has joined before, so that its agents need no new token. Default: false. */
  joined?: boolean;
  /** Whether the cluster does not answer, so that everything in it stays as it is. Default: false. */
  silent?: boolean;
  /** How long the agents may take to join, in seconds. */
  timeoutSeconds: number;
}

/**
 * A cluster that the hub knows as an Open Cluster Management `ManagedCluster`: accepted, labelled, with the agents that register it and
 * pull its work. The resource's name is the cluster's name on the hub.
 */
export class Registration extends pulumi.ComponentResource {
  /** The cluster's name on the hub, known when the cluster has joined. */
  readonly managedCluster: pulumi.Output<string>;
  /** The agent that pulls work, delivered when the cluster has joined. */
  readonly workAgent: pulumi.Resource;
  readonly #args: RegistrationArgs;
  readonly #name: string;

  constructor(name: string, args: RegistrationArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("flotilla:index:Registration", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const agents = klusterlet(name, args.klusterlet);
    const secret = this.#bootstrap(agents, this.#onHub());
    const registration = this.#onMember(agents.registrationAgent, [secret]);
    const joined = registration.urn.apply(() => this.#join());
    this.workAgent = this.#onMember(
      agents.workAgent,
      joined.apply(() => [registration]),
    );
    this.managedCluster = joined;
    this.registerOutputs();
  }

  /** Everything on the hub, which the agents need to join. */
  #onHub(): ClusterObject[] {
    const { cluster, hub, klusterlet: settings, kubeconfig, labels } = this.#args;
    const { leaseDurationSeconds } = settings;
    const objects = hubObjects({ name: this.#name, labels: labels ?? cluster.labels, leaseDurationSeconds });
    const opts = { parent: this, provider: hub.provider, dependsOn: [...hub.ready] };
    const namespace = this.#object("hub", objects.namespace, { ...opts, retainOnDelete: true });
    const after = { ...opts, dependsOn: [namespace] };
    const seen = pulumi.unsecret(pulumi.output(kubeconfig).apply(clientConfigs));
    const spec = { ...(objects.managedCluster.spec as object), managedClusterClientConfigs: seen };
    return [
      this.#object("hub", objects.managedCluster, after, { spec }),
      ...objects.bootstrap.map((object) => this.#object("hub", object, after)),
    ];
  }

  /** The agents' rights, and the Secret with which they join. An agent that has joined does not lose its place when a token ends. */
  #bootstrap(agents: Klusterlet, onHub: readonly pulumi.Resource[]): ClusterObject {
    const kinds = agents.kinds.map((kind) => this.#onMember(kind, [], { retainOnDelete: true }));
    const namespace = this.#onMember(agents.namespace, []);
    const rbac = agents.rbac.map((object) => this.#onMember(object, [namespace]));
    const { joined = false } = this.#args;
    const opts = joined ? { ignoreChanges: ["data"] } : {};
    const data = { kubeconfig: pulumi.secret(this.#encodedKubeconfig(onHub)) };
    return this.#onMember(agents.bootstrapSecret, [...kinds, ...rbac, ...onHub], opts, { data });
  }

  #encodedKubeconfig(onHub: readonly pulumi.Resource[]): pulumi.Input<string> {
    const { hubApi, endpoint, joined = false } = this.#args;
    if (joined) return "";
    return pulumi.all(onHub.map(({ urn }) => urn)).apply(async () => {
      if (pulumi.runtime.isDryRun()) return "";
      const token = await bootstrapToken(hubApi, this.#name);
      return Buffer.from(bootstrapKubeconfig(endpoint, token)).toString("base64");
    });
  }

  async #join(): Promise<string> {
    const { hubApi, cluster, timeoutSeconds } = this.#args;
    if (pulumi.runtime.isDryRun()) return this.#name;
    const { available, message } = await join(hubApi, this.#name, timeoutSeconds);
    if (available !== "True")
      void pulumi.log.warn(`cluster "${cluster.clusterName}" is not available: ${message}`, this);
    return this.#name;
  }

  #onMember(
    object: KubernetesObject,
    earlier: pulumi.Input<pulumi.Resource[]>,
    opts: pulumi.CustomResourceOptions = {},
    fields?: pulumi.Inputs,
  ): ClusterObject {
    const { cluster, silent = false } = this.#args;
    const dependsOn = Array.isArray(earlier) ? [...cluster.ready, ...earlier] : earlier;
    const stays = silent ? { ignoreChanges: ["*"] } : {};
    return this.#object(
      "member",
      object,
      { ...cluster.lifetime(), parent: this, provider: cluster.provider, dependsOn, ...opts, ...stays },
      fields,
    );
  }

  #object(
    place: "hub" | "member",
    object: KubernetesObject,
    opts: pulumi.CustomResourceOptions,
    fields?: pulumi.Inputs,
  ): ClusterObject {
    const { namespace, name } = object.metadata ?? {};
    const path = [this.#name, place, ...(namespace === undefined ? [] : [namespace]), object.kind, name];
    return new ClusterObject(path.join("/"), { object, fields, timeoutSeconds: this.#args.timeoutSeconds }, opts);
  }
}

/** What the hub shows of the cluster's API server. */
function clientConfigs(kubeconfig: string): { url: string }[] {
  const { server } = serverOf(kubeconfig);
  return server.startsWith("https://") ? [{ url: server }] : [];
}
