import * as pulumi from "@pulumi/pulumi";
import type { JsonObject } from "../model/json";
import type { HeldNode, NamespaceNode, ObjectNode } from "../plan/graph-types";
import type { KubernetesObject } from "../workloads/types";
import type { Cluster } from "./cluster";
import { formerNames } from "./former-names";
import { HeldObject } from "./held-object";
import { ClusterObject, type DeliveryOptions } from "./object";

/** Arguments of {@link Placement}. */
export interface PlacementArgs extends DeliveryOptions {
  /** Logical name of the Application. */
  application: string;
  cluster: Cluster;
  /** What was delivered of workloads that have not become healthy since, by logical name. Secret. Default: there are none. */
  unfinished?: ReadonlyMap<string, JsonObject> | undefined;
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

  /** Delivers an object after other resources. With `force` also where somebody else has set fields of it. */
  deliver(node: ObjectNode, dependsOn: pulumi.Resource[], force: boolean): ClusterObject {
    return this.#add(node, node.object, { dependsOn: this.#after(dependsOn) }, force);
  }

  /** Keeps an object as it was delivered last. */
  hold(node: HeldNode, dependsOn: pulumi.Resource[]): HeldObject {
    const { cluster, unfinished } = this.#args;
    const args = { previousNames: formerNames(node, cluster), unfinished: unfinished?.get(node.name) };
    return new HeldObject(node, args, { dependsOn, ...cluster.lifetime(), parent: this });
  }

  /** Makes sure that a namespace is there. One that exists is adopted as it is, and none is ever deleted. */
  ensureNamespace(node: NamespaceNode, dependsOn: pulumi.Resource[]): ClusterObject {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: node.namespace } };
    return this.#add(node, object, { dependsOn: this.#after(dependsOn), retainOnDelete: true });
  }

  #after(earlier: readonly pulumi.Resource[]): pulumi.Resource[] {
    return [...this.#args.cluster.ready, ...earlier];
  }

  #add(
    node: ObjectNode | NamespaceNode,
    object: KubernetesObject,
    opts: pulumi.CustomResourceOptions,
    force = false,
  ): ClusterObject {
    const { cluster, health, timeoutSeconds: usual } = this.#args;
    const { handling, secret, timeoutSeconds = usual } = node.kind === "object" ? node : { handling: undefined };
    const args = { object, handling, secret, force, health, timeoutSeconds, previousNames: formerNames(node, cluster) };
    return new ClusterObject(node.name, args, { ...opts, ...cluster.lifetime(), parent: this });
  }
}
