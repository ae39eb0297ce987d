import type { Finding } from "../model/findings";
import type { PlannedApplication } from "../plan/deliveries";
import type { ObjectNode } from "../plan/graph-types";
import type { Inventory } from "../plan/inventory";
import { ownershipFinding } from "../plan/ownership";
import { ClusterReader } from "./cluster-reader";
import type { Connection } from "./kubeconfigs";

type Owner = { name: string; namespace: string };
type Candidate = { node: ObjectNode; application: Owner };

/**
 * Looks into the clusters for objects that are delivered for the first time and are there already, under somebody else.
 * Changes nothing. A cluster that does not answer is a warning: it may be down now and up when its turn comes.
 *
 * @param delivered what the stack delivered before, by Application
 */
export async function checkOwnership(
  planned: readonly PlannedApplication[],
  connections: readonly Connection[],
  delivered: Readonly<Record<string, Inventory>>,
): Promise<Finding[]> {
  const known = new Set(Object.values(delivered).flatMap((inventory) => inventory.map((entry) => entry.name)));
  const candidates = planned.flatMap(({ graph }) =>
    graph.nodes.flatMap((node) =>
      node.kind === "object" && !known.has(node.name) ? [{ node, application: graph.application }] : [],
    ),
  );
  const findings = connections.map((connection) =>
    checkCluster(
      connection,
      candidates.filter(({ node }) => node.cluster === connection.name),
    ),
  );
  return (await Promise.all(findings)).flat();
}

async function checkCluster({ name, kubeconfig }: Connection, candidates: Candidate[]): Promise<Finding[]> {
  if (candidates.length === 0) return [];
  const reader = new ClusterReader(kubeconfig);
  try {
    const findings = candidates.map(async ({ node, application }) => {
      const live = await reader.read(node.object);
      return ownershipFinding(node, application, live && { labels: live.metadata?.labels ?? {} }) ?? [];
    });
    return (await Promise.all(findings)).flat();
  } catch (error) {
    return [
      {
        severity: "warning",
        code: "cannot-check",
        message: `cluster "${name}" was not asked whether objects exist already: ${reasonOf(error)}`,
      },
    ];
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : "unknown reason";
}
