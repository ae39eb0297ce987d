import type { GraphNode, HeldNode, ResourceGraph, StepNode } from "./graph-types";
import type { Hold } from "./hold";
import { groupOf } from "./scope";
import type { DeliveryPlan } from "./types";

/** One object that was delivered: enough to know it again, nothing of its content. */
export type InventoryEntry = Omit<HeldNode, "kind" | "dependsOn">;

/** What an Application delivered when it was delivered last. */
export type Inventory = readonly InventoryEntry[];

/** The inventory of a graph, for the next run. What is only read is no part of it. */
export function inventoryOf(graph: ResourceGraph): Inventory {
  return graph.nodes.flatMap((node) => entryOf(node) ?? []);
}

function entryOf(node: GraphNode): InventoryEntry | undefined {
  switch (node.kind) {
    case "marker":
      return undefined;
    case "step":
      return stepEntry(node);
    case "held": {
      const { kind: _, dependsOn: __, ...entry } = node;
      return entry;
    }
    case "namespace": {
      const { name, cluster, step } = node;
      return {
        name,
        cluster,
        step,
        apiVersion: "v1",
        objectKind: "Namespace",
        objectName: node.namespace,
        retain: true,
      };
    }
    case "work": {
      const { name, cluster, step, work } = node;
      const { namespace = "", name: objectName = "" } = work.metadata ?? {};
      const { apiVersion, kind: objectKind } = work;
      return { name, cluster, step, apiVersion, objectKind, namespace, objectName, retain: false, pulled: true };
    }
    case "object": {
      const { name, cluster, step, object, handling } = node;
      if (handling.readOnly) return undefined;
      const { namespace, name: objectName = "" } = object.metadata ?? {};
      return {
        ...{ name, cluster, step, apiVersion: object.apiVersion, objectKind: object.kind },
        ...(namespace === undefined ? {} : { namespace }),
        objectName,
        retain: handling.retain,
      };
    }
  }
}

const STEP = { apiVersion: "flotilla.invalid/v1", objectKind: "Step" } as const;

/** A step that has run is no object in a cluster, and stays like one. */
function stepEntry({ name, step }: StepNode): InventoryEntry {
  return { name, cluster: "", step, ...STEP, objectName: step, retain: false };
}

/** Whether it is a step that has run, and no object. */
export function isStepEntry({ apiVersion, objectKind }: Pick<InventoryEntry, "apiVersion" | "objectKind">): boolean {
  return apiVersion === STEP.apiVersion && objectKind === STEP.objectKind;
}

/** What of an earlier delivery has to stay exactly as it is, by the step that it stays in. */
export type Kept = ReadonlyMap<string, InventoryEntry[]>;

/**
 * Finds what a hold keeps: everything that held steps delivered last, and what steps delivered that the new version no
 * longer has, unless a step that goes on delivers it now. `next` is the graph without the held steps.
 */
export function keptBy(hold: Hold, plan: DeliveryPlan, before: Inventory, next: ResourceGraph): Kept {
  const [first] = hold.steps;
  const kept = new Map<string, InventoryEntry[]>();
  if (first === undefined) return kept;
  const steps = new Set(plan.steps.map((step) => step.name));
  const delivered = new Set(next.nodes.map((node) => node.name));
  for (const entry of before) {
    const isNamespace = entry.objectKind === "Namespace" && groupOf(entry) === "";
    const held = hold.steps.has(entry.step) && !(isNamespace && delivered.has(entry.name));
    const dropped = !steps.has(entry.step) && !delivered.has(entry.name);
    if (!held && !dropped) continue;
    const step = held ? entry.step : first;
    const stays = kept.get(step);
    if (stays === undefined) kept.set(step, [entry]);
    else stays.push(entry);
  }
  return kept;
}
