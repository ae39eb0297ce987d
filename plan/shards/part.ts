import { mapValues } from "../../model/map-values";
import { nameOf, typesOf } from "../../model/urn";
import type { ResourceGraph } from "../graph-types";
import { inState } from "../in-state";
import { type Inventory, type InventoryEntry, meansOf, stepEntry } from "../inventory";
import { renamedInventory } from "../renamed-inventory";

/** How far a run goes that is one of several. What it does not reach stays as it is. */
export interface Part {
  /** The highest level that it delivers. */
  level: number;
  /** What the stack has, by Application as `<namespace>/<name>`; under an empty key what nobody knows the Application of. */
  there: Readonly<Record<string, Inventory>>;
}

/**
 * What a run leaves to later ones.
 *
 * @param going the graph of what it delivers
 * @param whole the graph of all runs together
 */
export function laterIn(
  there: Inventory,
  going: ResourceGraph,
  whole: ResourceGraph,
): { staying: Inventory; dropped: string[] } {
  const now = new Set(going.nodes.map(({ name }) => name));
  const wanted = new Set(whole.nodes.map(({ name }) => name));
  const staying = there.filter(({ name }) => !now.has(name));
  return { staying, dropped: staying.map(({ name }) => name).filter((name) => !wanted.has(name)) };
}

/**
 * What a stack has that can be left as it is, under the names that clusters have now: also what a run that failed has delivered, and what
 * is no object in a cluster.
 *
 * @param outputs of all resources, by URN
 * @param delivered what the last run that succeeded has delivered, by Application
 * @param clusters those that the stack's configuration lists
 * @param silent names of clusters that are cared for otherwise
 */
export function stayingIn(
  outputs: ReadonlyMap<string, unknown>,
  delivered: Readonly<Record<string, Inventory>>,
  clusters: readonly { cluster: string; previousNames: readonly string[] }[],
  silent: ReadonlySet<string>,
): Record<string, Inventory> {
  const listed = clusters.filter(({ cluster }) => !silent.has(cluster));
  const names = new Set(listed.flatMap(({ cluster, previousNames }) => [cluster, ...previousNames]));
  const { there } = inState(names, outputs, delivered);
  const known = new Set([...outputs.keys()].map(nameOf));
  const ends = mapValues(delivered, (inventory) =>
    inventory.filter((entry) => !["Step", undefined].includes(meansOf(entry)) && known.has(entry.name)),
  );
  const steps = stepsIn(outputs);
  const owners = [...new Set([there, ends, steps].flatMap((some) => Object.keys(some)))];
  return Object.fromEntries(
    owners.map((owner) => {
      const all = [there, ends, steps].flatMap((some) => some[owner] ?? []);
      return [owner, renamedInventory(all, listed)];
    }),
  );
}

/** Type of a step that does something itself, with the component around it. */
const STEP = "flotilla:index:Application$flotilla:index:Step";

/** The steps that have done something, by Application: what a run did that failed afterwards is done, too. */
function stepsIn(outputs: ReadonlyMap<string, unknown>): Record<string, InventoryEntry[]> {
  const found: Record<string, InventoryEntry[]> = {};
  for (const urn of outputs.keys()) {
    if (typesOf(urn) !== STEP) continue;
    const name = nameOf(urn);
    const [namespace, application, , ...step] = name.split("/");
    const owner = `${namespace}/${application}`;
    found[owner] = [...(found[owner] ?? []), stepEntry({ name, step: step.join("/") })];
  }
  return found;
}
