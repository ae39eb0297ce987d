import { LOCAL_CLUSTER } from "../model/cluster";
import { CLUSTER_API_GROUP } from "../ocm/names";
import type { KubernetesObject } from "../workloads/types";
import { SKIP_AWAIT } from "./checked-kinds";
import { applicationName, type PlannedApplication } from "./deliveries";
import { CLUSTER_LABEL } from "./finish";
import { objectName } from "./graph";
import type { GraphNode, ObjectNode } from "./graph-types";
import { handlingOf, NO_RULES } from "./handling";
import { identityOf } from "./identity";
import { groupOf } from "./scope";
import type { Part } from "./shards/part";
import { type HubOwner, writerOf } from "./works/labels";

/** An object that an interrupted run has delivered or changed before its state could be saved. */
export interface FoundObject {
  /** Name of the cluster, as policies know it; for what clusters pull, the hub. */
  cluster: string;
  apiVersion: string;
  kind: string;
  /** Not for objects of the whole cluster. */
  namespace?: string;
  name: string;
  /** `<namespace>/<name>` of the Application that its labels name. */
  application: string;
  /** Who wrote it, by its label; only for what is on the hub for clusters to pull. Empty when nothing says so. */
  writer?: string;
  /** Whether the state knows it, but not what the run has changed in it: that has to be set anew, and waited for. */
  known?: true;
  /** Under which name the interrupted run set its fields. */
  manager: string;
}

/** The step that objects are delivered by which only an interrupted run wanted. */
export const LEFT_BEHIND = "left-behind";

/**
 * Plans with what an interrupted run has left in the clusters. What is still wanted goes on under the same field manager, so
 * that fields which are wanted no longer go. What is not wanted any more is taken into the state as it is, so that the next
 * run deletes it; only an Application that is still there can do so. What others have written for clusters to pull is left alone.
 *
 * @param part set in a run that is one of several: later ones may want what this one does not, so the last one takes it
 */
export function withFound(
  planned: readonly PlannedApplication[],
  all: readonly FoundObject[],
  self: HubOwner,
  part?: Part,
): { planned: PlannedApplication[]; orphans: FoundObject[] } {
  const found = all.filter(({ writer }) => writer === undefined || writer === writerOf(self));
  const managers = new Map(found.map((one) => [identityOf(objectOf(one)), one.manager]));
  const wanted = new Set<string>();
  const goingOn = (object: KubernetesObject, identity = identityOf(object)): KubernetesObject => {
    wanted.add(identity);
    const manager = managers.get(identity);
    return manager === undefined ? object : annotated(object, { [MANAGER]: manager });
  };
  const adopted = planned.map(({ graph, ...rest }) => {
    const nodes = graph.nodes.map((node) => withObjects(node, goingOn));
    return { ...rest, graph: { ...graph, nodes } };
  });
  const unwanted = found.filter((one) => !one.known && !wanted.has(identityOf(objectOf(one))));
  const names = new Set(adopted.map(({ plan }) => applicationName(plan)));
  return {
    planned: adopted.map(({ graph, ...rest }) => {
      const name = applicationName(rest.plan);
      const own = part === undefined ? unwanted.filter(({ application }) => application === name) : [];
      return { ...rest, graph: { ...graph, nodes: [...graph.nodes, ...leftBehind(own)] } };
    }),
    orphans: unwanted.filter(({ application }) => !names.has(application)),
  };
}

/** Names the field manager. That it is new is a change, so that the provider waits until the object is healthy. */
const MANAGER = "pulumi.com/patchFieldManager";

/** A node with other objects in the place of those that it delivers to a cluster or to the hub. */
function withObjects(
  node: GraphNode,
  other: (object: KubernetesObject, identity?: string) => KubernetesObject,
): GraphNode {
  const onHub = (object: KubernetesObject) => other(object, identityOf(labelled(object, LOCAL_CLUSTER)));
  switch (node.kind) {
    case "object":
      return { ...node, object: other(node.object) };
    case "work":
      return { ...node, work: onHub(node.work) };
    case "replicaSet":
      return { ...node, placement: onHub(node.placement), set: onHub(node.set) };
    default:
      return node;
  }
}

/** An object that says in which cluster it is. */
function labelled(object: KubernetesObject, cluster: string): KubernetesObject {
  const labels = { ...object.metadata?.labels, [CLUSTER_LABEL]: cluster };
  return { ...object, metadata: { ...object.metadata, labels } };
}

/** As little as makes it the same object: everything else in it stays as it is, also how it is to be deleted. */
function objectOf({ cluster, apiVersion, kind, namespace, name, application }: FoundObject): KubernetesObject {
  const [ownerNamespace = "", owner = ""] = application.split("/");
  const labels = { "app.oam.dev/namespace": ownerNamespace, "app.oam.dev/name": owner };
  return labelled(
    { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels } },
    cluster,
  );
}

/** What is to be deleted in the next run. What chooses clusters on the hub goes after what is rolled out to them. */
function leftBehind(found: readonly FoundObject[]): ObjectNode[] {
  const [chosen, others] = [found.filter(choosesClusters), found.filter((one) => !choosesClusters(one))];
  const first = chosen.map((one) => nodeOf(one, []));
  const dependsOn = first.map(({ name }) => name);
  return [...first, ...others.map((one) => nodeOf(one, one.cluster === LOCAL_CLUSTER ? dependsOn : []))];
}

function choosesClusters({ apiVersion, kind }: FoundObject): boolean {
  return kind === "Placement" && groupOf({ apiVersion }) === CLUSTER_API_GROUP;
}

function nodeOf(found: FoundObject, dependsOn: string[]): ObjectNode {
  const object = annotated(objectOf(found), { [SKIP_AWAIT]: "true" });
  return {
    ...{ kind: "object", name: objectName(object), cluster: found.cluster, step: LEFT_BEHIND, object },
    ...{ handling: handlingOf(NO_RULES, object), dependsOn },
  };
}

function annotated(object: KubernetesObject, told: Record<string, string>): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, ...told } } };
}
