import type { ResourceGraph } from "../graph-types";
import type { Inventory } from "../inventory";

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
