import * as pulumi from "@pulumi/pulumi";
import { PLACEMENT_API } from "../../ocm/names";
import type { HeldNode, ReplicaSetNode } from "../../plan/graph-types";
import { clusterSetBinding } from "../../plan/works/replica-sets";
import { HeldObject } from "../held-object";
import { ClusterObject } from "../object";
import type { PullingCluster } from "../pulled-placement";
import { HeldRollout, Rollout } from "./rollout";

/** Arguments of {@link ReplicaSets}. */
export interface ReplicaSetsArgs {
  /** Logical name of the Application. */
  application: string;
  hub: PullingCluster["hub"];
  /** The clusters that pull, by the names that policies know them by. */
  pulling: Readonly<Record<string, PullingCluster>>;
  timeoutSeconds: number | undefined;
}

/** What one Application has on the hub for several clusters to pull alike. Everything inside is reached through the hub's provider. */
export class ReplicaSets extends pulumi.ComponentResource {
  readonly #args: ReplicaSetsArgs;
  readonly #bindings = new Map<string, ClusterObject>();

  constructor(args: ReplicaSetsArgs, opts: pulumi.ComponentResourceOptions) {
    const { application, hub } = args;
    super("flotilla:index:ReplicaSets", application, {}, { ...opts, providers: [hub.provider] });
    this.#args = args;
    this.registerOutputs();
  }

  /** Lets clusters pull something after other resources, and waits until all of them are healthy. */
  deliver(node: ReplicaSetNode, earlier: pulumi.Resource[]): Rollout {
    const { pulling, hub, timeoutSeconds } = this.#args;
    const { namespace = "" } = node.set.metadata ?? {};
    const agents = node.members.flatMap(({ cluster }) => pulling[cluster]?.after ?? []);
    const dependsOn = [...hub.ready, ...agents, ...earlier];
    const placement = this.#object(node, node.placement, [...dependsOn, this.#binding(namespace, dependsOn)]);
    const set = this.#object(node, node.set, [...dependsOn, placement]);
    return new Rollout(node.name, { node, hub, timeoutSeconds }, { parent: this, dependsOn: [set] });
  }

  /** Keeps something as it was delivered last. */
  hold(node: HeldNode, dependsOn: pulumi.Resource[]): HeldRollout {
    const opts = { parent: this, dependsOn };
    const placement = new HeldObject({ ...node, apiVersion: PLACEMENT_API, objectKind: "Placement" }, {}, opts);
    const set = new HeldObject(node, {}, { ...opts, dependsOn: [...dependsOn, placement] });
    return new HeldRollout(node.name, { ...opts, dependsOn: [set] });
  }

  /** One that exists is adopted, and none is ever deleted: Placements of others may need it. */
  #binding(namespace: string, dependsOn: pulumi.Resource[]): ClusterObject {
    const known = this.#bindings.get(namespace);
    if (known !== undefined) return known;
    const object = clusterSetBinding(namespace);
    const name = `${this.#args.application}/${namespace}/${object.kind}`;
    const opts = { parent: this, dependsOn, retainOnDelete: true };
    const made = new ClusterObject(name, { object, force: true }, opts);
    this.#bindings.set(namespace, made);
    return made;
  }

  #object(
    { name, secret }: ReplicaSetNode,
    object: ReplicaSetNode["set"],
    dependsOn: pulumi.Resource[],
  ): ClusterObject {
    const { timeoutSeconds } = this.#args;
    return new ClusterObject(name, { object, secret, force: true, timeoutSeconds }, { parent: this, dependsOn });
  }
}
