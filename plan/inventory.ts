import type { GraphNode, HeldNode, ResourceGraph, StepNode, WaveEndNode } from "./graph-types";
import type { Hold } from "./hold";
import { groupOf } from "./scope";
import type { DeliveryPlan } from "./types";
import { isWatched } from "./wave-ends";
import { WORK_API } from "./works/manifest-work";

/** One object that was delivered: enough to know it again, nothing of its content. */
export type InventoryEntry = Omit<HeldNode, "kind" | "dependsOn">;

/** What an Application delivered when it was delivered last. */
export type Inventory = readonly InventoryEntry[];

/** The inventory of a graph, for the next run. What is only read is no part of it. */
export function inventoryOf(graph: ResourceGraph): Inventory {
  return graph.nodes.flatMap((node) => entryOf(node) ?? []);
}

/** Whether a held object is a namespace that was only made sure of: its name starts with the Application, not the cluster. */
export function isEnsuredNamespace({
  name,
  cluster,
  objectKind,
}: Pick<HeldNode, "name" | "cluster" | "objectKind">): boolean {
  return objectKind === "Namespace" && !name.startsWith(`${cluster}/`);
}

function entryOf(node: GraphNode): InventoryEntry | undefined {
  switch (node.kind) {
    case "marker":
      return undefined;
    case "step":
      return stepEntry(node);
    case "waveEnd":
      return waveEntry(node);
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
    case "replicaSet": {
      const { name, step, set, content, members } = node;
      const { namespace = "", name: objectName = "" } = set.metadata ?? {};
      const { apiVersion, kind: objectKind } = set;
      const place = { cluster: "", step, apiVersion, objectKind, namespace, objectName };
      return { name, ...place, retain: false, pulled: true, shared: { content, members } };
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

/** What each cluster has of an entry that several share: a ManifestWork of the same name, which the hub makes. */
export function forEachCluster({ shared, ...entry }: InventoryEntry): InventoryEntry[] {
  if (shared === undefined) return [entry];
  const own = { ...entry, apiVersion: WORK_API, objectKind: "ManifestWork" };
  return shared.members.map(({ cluster, managed }) => ({ ...own, cluster, namespace: managed }));
}

/** Marks what is no object in a cluster, but stays like one when its step is held. */
const NO_OBJECT = "flotilla.invalid/v1";

/** What an inventory has of a step that does something itself. */
export function stepEntry({ name, step }: Pick<StepNode, "name" | "step">): InventoryEntry {
  return { name, cluster: "", step, apiVersion: NO_OBJECT, objectKind: "Step", objectName: step, retain: false };
}

function waveEntry(node: WaveEndNode): InventoryEntry {
  const { name, step, wave } = node;
  const objectKind = isWatched(node) ? "WaveEnd" : "Marker";
  const objectName = `${step}-${wave}`;
  return { name, cluster: "", step, apiVersion: NO_OBJECT, objectKind, objectName, retain: false };
}

/** What an entry is that is no object in a cluster: a step that has run, or the end of a wave; undefined for an object. */
export function meansOf({
  apiVersion,
  objectKind,
}: Pick<InventoryEntry, "apiVersion" | "objectKind">): "Step" | "WaveEnd" | "Marker" | undefined {
  if (apiVersion !== NO_OBJECT) return undefined;
  return objectKind === "WaveEnd" || objectKind === "Marker" ? objectKind : "Step";
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
