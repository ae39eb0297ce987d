import type { Finding } from "../model/findings";
import type { PlannedApplication } from "../plan/deliveries";
import type { GraphNode, ObjectNode } from "../plan/graph-types";
import type { Inventory } from "../plan/inventory";
import { leaveToCluster, needsCluster } from "../plan/leave";
import { ownershipFinding } from "../plan/ownership";
import { ClusterReader } from "./cluster-reader";
import type { Connection } from "./kubeconfigs";
import { reasonOf } from "./reason-of";

/** What a look into the clusters has shown. */
export interface Ownership {
  /** Errors for objects that are not the Application's, and warnings for those that nobody could look for. */
  findings: Finding[];
  /** Names of the objects that are the Application's, or are not there. */
  checked: ReadonlySet<string>;
  /** What was planned, with what the clusters have in the fields that an apply-once policy leaves to them. */
  planned: PlannedApplication[];
}

/**
 * Looks into the clusters for objects that are delivered for the first time and are there already, under somebody else.
 * Changes nothing. A cluster that does not answer is a warning: it may be down now and up when its turn comes. There is nothing in
 * one that does not exist yet.
 *
 * @param delivered what the stack delivered before, by Application
 */
export async function checkOwnership(
  planned: readonly PlannedApplication[],
  connections: readonly Connection[],
  delivered: Readonly<Record<string, Inventory>>,
): Promise<Ownership> {
  const known = new Set(Object.values(delivered).flatMap((inventory) => inventory.map((entry) => entry.name)));
  const readers = new Map(
    connections.flatMap(({ name, kubeconfig }) => (kubeconfig ? [[name, new ClusterReader(kubeconfig)] as const] : [])),
  );
  const findings: Finding[] = [];
  const checked = new Set<string>();

  const look = async (node: GraphNode, application: PlannedApplication["graph"]["application"]): Promise<GraphNode> => {
    if (node.kind !== "object") return node;
    const isKnown = known.has(node.name);
    if (isKnown) checked.add(node.name);
    if (isKnown && !needsCluster(node)) return node;
    try {
      const live = await readers.get(node.cluster)?.read(node.object);
      const finding = isKnown ? undefined : ownershipFinding(node, application, live && { ...live.metadata });
      if (finding === undefined) checked.add(node.name);
      else findings.push(finding);
      return leaveToCluster(node, live, isKnown);
    } catch (error) {
      if (!isKnown) findings.push(notAsked(node, error));
      return node;
    }
  };

  const looked = planned.map(async ({ graph, ...rest }) => {
    const nodes = await Promise.all(graph.nodes.map((node) => look(node, graph.application)));
    return { ...rest, graph: { ...graph, nodes } };
  });
  return { planned: await Promise.all(looked), findings, checked };
}

function notAsked({ cluster }: ObjectNode, error: unknown): Finding {
  return {
    severity: "warning",
    code: "cannot-check",
    message: `cluster "${cluster}" was not asked whether objects exist already: ${reasonOf(error)}`,
  };
}
