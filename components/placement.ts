import * as pulumi from "@pulumi/pulumi";
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
  /** See {@link ApplicationArgs.checked}. */
  checked?: ReadonlySet<string> | undefined;
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

  /** Delivers an object after other resources. */
  deliver(node: ObjectNode, dependsOn: pulumi.Resource[]): ClusterObject {
    return this.#add(node, node.object, { dependsOn: this.#after(dependsOn) });
  }

  /** Keeps an object as it was delivered last. */
  hold(node: HeldNode, dependsOn: pulumi.Resource[]): HeldObject {
    const { cluster } = this.#args;
    return new HeldObject(node, formerNames(node, cluster), { dependsOn, ...cluster.lifetime(), parent: this });
  }

  /** Makes sure that a namespace is there. One that exists is adopted as it is, and none is ever deleted. */
  ensureNamespace(node: NamespaceNode, dependsOn: pulumi.Resource[]): ClusterObject {
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: node.namespace } };
    return this.#add(node, object, { dependsOn: this.#after(dependsOn), retainOnDelete: true });
  }

  #after(earlier: readonly pulumi.Resource[]): pulumi.Resource[] {
    return [...this.#args.cluster.ready, ...earlier];
  }

  #add(node: ObjectNode | NamespaceNode, object: KubernetesObject, opts: pulumi.CustomResourceOptions): ClusterObject {
    const { cluster, checked, health, timeoutSeconds } = this.#args;
    const handling = node.kind === "object" ? node.handling : undefined;
    const force = checked?.has(node.name);
    const args = { object, handling, force, health, timeoutSeconds, previousNames: formerNames(node, cluster) };
    return new ClusterObject(node.name, args, { ...opts, ...cluster.lifetime(), parent: this });
  }
}
