import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../workloads/types";
import type { Cluster } from "./cluster";
import { ClusterObject, type DeliveryOptions } from "./object";

/** Arguments of {@link Placement}. */
export interface PlacementArgs extends DeliveryOptions {
  /** Logical name of the Application. */
  application: string;
  cluster: Cluster;
}

/** What one Application has in one cluster. Everything inside is reached through that cluster's provider. */
export class Placement extends pulumi.ComponentResource {
  readonly #args: PlacementArgs;

  constructor(args: PlacementArgs, opts: pulumi.ComponentResourceOptions) {
    const { application, cluster } = args;
    const aliases = cluster.previousNames.map((name) => ({ name: `${application}/${name}` }));
    const name = `${application}/${cluster.clusterName}`;
    super("flotilla:index:Placement", name, {}, { ...opts, providers: [cluster.provider], aliases });
    this.#args = args;
    this.registerOutputs();
  }

  /** Delivers an object under a logical name that starts with the cluster's name, after other resources. */
  deliver(name: string, object: KubernetesObject, dependsOn: pulumi.Resource[]): ClusterObject {
    return this.#add(name, object, { dependsOn });
  }

  /** Makes sure that a namespace is there. One that exists is adopted as it is, and none is ever deleted. */
  ensureNamespace(name: string, namespace: string, dependsOn: pulumi.Resource[]): ClusterObject {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
    return this.#add(name, object, { dependsOn, retainOnDelete: true });
  }

  #add(name: string, object: KubernetesObject, opts: pulumi.CustomResourceOptions): ClusterObject {
    const { cluster, health, timeoutSeconds } = this.#args;
    const suffix = name.slice(cluster.clusterName.length);
    const previousNames = cluster.previousNames.map((previous) => previous + suffix);
    const deletedWith = cluster.deletedWith && { deletedWith: cluster.deletedWith };
    return new ClusterObject(
      name,
      { object, health, timeoutSeconds, previousNames },
      { ...opts, ...deletedWith, parent: this },
    );
  }
}
