import type { PlannedApplication } from "./deliveries";
import type { GraphNode } from "./graph-types";

/** Kinds of nodes that want the same in every run: nothing is done by them, found out or waited for. */
const STEADY: readonly GraphNode["kind"][] = ["marker", "namespace", "object"];

/**
 * Whether a plan wants the same of clusters in the next run, when nothing of what it was made from has changed: nothing of it is held, runs
 * at some time, or depends on what clusters say.
 */
export function isRepeatable(planned: readonly PlannedApplication[]): boolean {
  return planned.every(
    ({ graph, hold, open, recorded }) =>
      recorded === undefined &&
      open.length === 0 &&
      hold.steps.size === 0 &&
      Object.keys(hold.waited).length === 0 &&
      graph.nodes.every((node) => STEADY.includes(node.kind) && !(node.kind === "object" && node.handling.readOnly)),
  );
}
