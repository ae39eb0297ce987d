import type { KubernetesObject } from "../workloads/types";
import { SKIP_AWAIT } from "./checked-kinds";
import { applicationName, type PlannedApplication } from "./deliveries";
import { CLUSTER_LABEL } from "./finish";
import { objectName } from "./graph";
import type { ObjectNode } from "./graph-types";
import { handlingOf, NO_RULES } from "./handling";
import { identityOf } from "./identity";

/** An object that an interrupted run has delivered before its state could be saved. */
export interface FoundObject {
  /** Name of the cluster, as policies know it. */
  cluster: string;
  apiVersion: string;
  kind: string;
  /** Not for objects of the whole cluster. */
  namespace?: string;
  name: string;
  /** `<namespace>/<name>` of the Application that its labels name. */
  application: string;
  /** Under which name the interrupted run set its fields. */
  manager: string;
}

/** The step that objects are delivered by which only an interrupted run wanted. */
export const LEFT_BEHIND = "left-behind";

/**
 * Plans with what an interrupted run has left in the clusters. What is still wanted goes on under the same field manager, so
 * that fields which are wanted no longer go. What is not wanted any more is taken into the state as it is, so that the next
 * run deletes it; only an Application that is still there can do so.
 */
export function withFound(
  planned: readonly PlannedApplication[],
  found: readonly FoundObject[],
): { planned: PlannedApplication[]; orphans: FoundObject[] } {
  const managers = new Map(found.map((one) => [identityOf(objectOf(one)), one.manager]));
  const wanted = new Set<string>();
  const adopted = planned.map(({ graph, ...rest }) => {
    const nodes = graph.nodes.map((node) => {
      if (node.kind !== "object") return node;
      const identity = identityOf(node.object);
      wanted.add(identity);
      const manager = managers.get(identity);
      return manager === undefined ? node : { ...node, object: annotated(node.object, { [MANAGER]: manager }) };
    });
    return { ...rest, graph: { ...graph, nodes } };
  });
  const unwanted = found.filter((one) => !wanted.has(identityOf(objectOf(one))));
  const names = new Set(adopted.map(({ plan }) => applicationName(plan)));
  return {
    planned: adopted.map(({ graph, ...rest }) => {
      const own = unwanted.filter(({ application }) => application === applicationName(rest.plan));
      return { ...rest, graph: { ...graph, nodes: [...graph.nodes, ...own.map(leftBehind)] } };
    }),
    orphans: unwanted.filter(({ application }) => !names.has(application)),
  };
}

const MANAGER = "pulumi.com/patchFieldManager";

/** As little as makes it the same object: everything else in it stays as it is. */
function objectOf({ cluster, apiVersion, kind, namespace, name, application }: FoundObject): KubernetesObject {
  const [ownerNamespace = "", owner = ""] = application.split("/");
  const labels = {
    [CLUSTER_LABEL]: cluster,
    "app.oam.dev/namespace": ownerNamespace,
    "app.oam.dev/name": owner,
  };
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels } };
}

function leftBehind(found: FoundObject): ObjectNode {
  const object = annotated(objectOf(found), { [SKIP_AWAIT]: "true" });
  return {
    ...{ kind: "object", name: objectName(object), cluster: found.cluster, step: LEFT_BEHIND, object },
    ...{ handling: handlingOf(NO_RULES, object), dependsOn: [] },
  };
}

function annotated(object: KubernetesObject, told: Record<string, string>): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, ...told } } };
}
