import type { AppDeployment } from "../../model/app-deployment";
import { isObject } from "../../model/json";
import { applicationName, type PlannedApplication } from "../deliveries";
import { nextHistory } from "./history";
import type { Histories, Revision, RevisionHistory, RevisionState } from "./types";

/** What decides about the histories after a run. */
export interface NextHistories {
  /** The revision that each Application is. */
  current: ReadonlyMap<string, Revision>;
  before: Histories;
  /** How many revisions of an Application are kept, unless its garbage-collect policy says something else. */
  limit: number;
  /** When the run began; RFC 3339. */
  now: string;
  /** They name revisions, which are kept for as long. */
  deployments?: readonly AppDeployment[];
}

/** The histories of all Applications once everything was delivered. Those of Applications that are gone end. */
export function nextHistories(
  planned: readonly PlannedApplication[],
  next: NextHistories,
): Record<string, RevisionHistory> {
  const { current, before, limit, now, deployments = [] } = next;
  const inUse = new Set(deployments.flatMap(({ spec }) => spec.appRevisions.map(({ revisionName }) => revisionName)));
  return Object.fromEntries(
    planned.flatMap((one): [string, RevisionHistory][] => {
      const name = applicationName(one.plan);
      const revision = current.get(name);
      if (revision === undefined) return [];
      const outcome = { revision, state: stateOf(one), clusters: clustersOf(one), now };
      const keeping = { limit: one.plan.revisionLimit ?? limit, inUse };
      return [[name, nextHistory(before[name], outcome, keeping)]];
    }),
  );
}

/** The histories in the outputs of an earlier run. */
export function histories(outputs: unknown): Histories {
  return isObject(outputs) ? (outputs as unknown as Histories) : {};
}

function stateOf({ recorded, hold }: PlannedApplication): RevisionState {
  if (recorded) return "recorded";
  return hold.gates.length > 0 ? "held" : "delivered";
}

function clustersOf({ graph }: PlannedApplication): string[] {
  return [...new Set(graph.nodes.flatMap((node) => (node.kind === "object" ? [node.cluster] : [])))];
}
