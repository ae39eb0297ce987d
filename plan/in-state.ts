import { isObject } from "../model/json";
import { nameOf, typesOf } from "../model/urn";
import type { Inventory, InventoryEntry } from "./inventory";

/** What a stack has in some clusters, as its state says. */
export interface InState {
  /** Objects by Application as `<namespace>/<name>`; under an empty key those that do not say whose they are. */
  there: Record<string, InventoryEntry[]>;
  /** Initial namespaces by cluster. */
  namespaces: ReadonlyMap<string, readonly string[]>;
}

/** Types of the components around an object of an Application, and around an initial namespace. */
const OBJECT = "flotilla:index:Application$flotilla:index:Placement$kubernetes:";
const INITIAL = "flotilla:index:Cluster$kubernetes:core/v1:Namespace";

/**
 * Finds what a stack has in some clusters. An inventory is what a run that succeeded has left; the state also knows what one that failed
 * has delivered, and what it has deleted.
 *
 * @param outputs of all resources, by URN
 * @param inventories of the last run that succeeded, by Application
 */
export function inState(
  clusters: ReadonlySet<string>,
  outputs: ReadonlyMap<string, unknown>,
  inventories: Readonly<Record<string, Inventory>>,
): InState {
  const known = new Map(
    Object.entries(inventories).flatMap(([owner, inventory]) =>
      inventory.map((entry) => [entry.name, { owner, entry }] as const),
    ),
  );
  const there: Record<string, InventoryEntry[]> = {};
  const namespaces = new Map<string, string[]>();
  const found = (owner: string, entry: InventoryEntry) => {
    there[owner] = [...(there[owner] ?? []), entry];
  };
  for (const [urn, values] of outputs) {
    const [type, name] = [typesOf(urn), nameOf(urn)];
    if (type === INITIAL) {
      const [cluster = "", , namespace = ""] = name.split("/");
      if (clusters.has(cluster)) namespaces.set(cluster, [...(namespaces.get(cluster) ?? []), namespace]);
    } else if (type.startsWith(OBJECT)) {
      const object = objectOf(type.slice(OBJECT.length), name);
      if (!clusters.has(object.entry.cluster)) continue;
      const { owner = object.owner ?? labelledOwner(values), entry = object.entry } = known.get(name) ?? {};
      found(owner, entry);
    }
  }
  return { there, namespaces };
}

/** Logical names: `<cluster>/[<namespace>/]<kind>/<name>`, and `<namespace>/<name>/<cluster>/<namespace>` of namespaces made sure of. */
function objectOf(token: string, name: string): { owner?: string; entry: InventoryEntry } {
  const at = token.lastIndexOf(":");
  const [apiVersion, objectKind] = [token.slice(0, at).replace(/^core\//, ""), token.slice(at + 1)];
  const parts = name.split("/");
  const common = { name, step: "", apiVersion, objectKind };
  if (objectKind === "Namespace" && apiVersion === "v1" && parts.length === 4) {
    const [namespace, application, cluster = "", objectName = ""] = parts;
    return { owner: `${namespace}/${application}`, entry: { ...common, cluster, objectName, retain: true } };
  }
  const [cluster = "", ...rest] = parts;
  const [objectName = "", , namespace] = rest.reverse();
  const place = namespace === undefined ? {} : { namespace };
  return { entry: { ...common, cluster, ...place, objectName, retain: false } };
}

function labelledOwner(values: unknown): string {
  const metadata = isObject(values) && isObject(values.metadata) ? values.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  const { "app.oam.dev/namespace": namespace, "app.oam.dev/name": name } = labels;
  return typeof namespace === "string" && typeof name === "string" ? `${namespace}/${name}` : "";
}
