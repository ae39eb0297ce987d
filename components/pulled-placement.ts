import * as pulumi from "@pulumi/pulumi";
import type { JsonObject } from "../model/json";
import type { HeldNode, WorkNode } from "../plan/graph-types";
import type { Cluster } from "./cluster";
import { formerNames } from "./former-names";
import { HeldObject } from "./held-object";
import { ClusterObject } from "./object";
import type { HubApi } from "./ocm/join";
import { reportWork } from "./ocm/report-work";

/** A cluster that pulls what is delivered to it. */
export interface PullingCluster {
  /** Name that policies know it by. */
  clusterName: string;
  /** Names that it had before, oldest first. */
  previousNames: readonly string[];
  hub: Cluster;
  /** Asks the hub what the cluster's agents report. */
  hubApi: Pick<HubApi, "get">;
  /** What has to be there before anything can be pulled, such as the cluster's agents. */
  after: readonly pulumi.Resource[];
}

/** Arguments of {@link PulledPlacement}. */
export interface PulledPlacementArgs {
  /** Logical name of the Application. */
  application: string;
  cluster: PullingCluster;
  timeoutSeconds: number | undefined;
  /** Inputs of what it had not yet made healthy in the last run, by logical name. Secret. */
  unfinished?: ReadonlyMap<string, JsonObject> | undefined;
}

/** What one Application has on the hub for one cluster to pull. Everything inside is reached through the hub's provider. */
export class PulledPlacement extends pulumi.ComponentResource {
  readonly #args: PulledPlacementArgs;

  constructor(args: PulledPlacementArgs, opts: pulumi.ComponentResourceOptions) {
    const { application, cluster } = args;
    const aliases = cluster.previousNames.map((name) => ({ name: `${application}/${name}` }));
    const providers = [cluster.hub.provider];
    super(
      "flotilla:index:PulledPlacement",
      `${application}/${cluster.clusterName}`,
      {},
      { ...opts, providers, aliases },
    );
    this.#args = args;
    this.registerOutputs();
  }

  /** Lets the cluster pull something after other resources, and waits until it is healthy there. */
  deliver(node: WorkNode, dependsOn: pulumi.Resource[]): ClusterObject {
    const { cluster } = this.#args;
    const { work, waitFor } = node;
    const annotations = { ...work.metadata?.annotations, "pulumi.com/waitFor": JSON.stringify(waitFor) };
    const object = { ...work, metadata: { ...work.metadata, annotations } };
    const { secret, timeoutSeconds = this.#args.timeoutSeconds } = node;
    const args = { object, secret, force: true, timeoutSeconds, previousNames: formerNames(node, cluster) };
    const earlier = [...cluster.hub.ready, ...cluster.after, ...dependsOn];
    const made = new ClusterObject(node.name, args, { parent: this, dependsOn: earlier });
    if (!pulumi.runtime.isDryRun()) reportWork(cluster.hubApi, node, made, earlier);
    return made;
  }

  /** Keeps something as it was delivered last. */
  hold(node: HeldNode, dependsOn: pulumi.Resource[]): HeldObject {
    const { cluster, unfinished } = this.#args;
    const args = { previousNames: formerNames(node, cluster), unfinished: unfinished?.get(node.name) };
    return new HeldObject(node, args, { dependsOn, parent: this });
  }
}
