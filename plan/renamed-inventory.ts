import type { Inventory, InventoryEntry } from "./inventory";

/** A cluster, and what it was called before. */
interface Named {
  cluster: string;
  previousNames: readonly string[];
}

/** An inventory under the names that clusters have now, so that what is held in a renamed cluster is found there. */
export function renamedInventory(inventory: Inventory, clusters: readonly Named[]): Inventory {
  const names = new Map([
    ...clusters.flatMap(({ cluster, previousNames }) => previousNames.map((previous) => [previous, cluster] as const)),
    // A name that was given to another cluster means that one.
    ...clusters.map(({ cluster }) => [cluster, cluster] as const),
  ]);
  const nameOf = (cluster: string) => names.get(cluster) ?? cluster;
  return inventory.map((entry) => renamed(withMembers(entry, nameOf), nameOf(entry.cluster)));
}

function withMembers(entry: InventoryEntry, nameOf: (cluster: string) => string): InventoryEntry {
  const { shared } = entry;
  if (shared === undefined) return entry;
  const members = shared.members.map(({ cluster, managed }) => ({ cluster: nameOf(cluster), managed }));
  return { ...entry, shared: { ...shared, members } };
}

/**
 * Objects start with their cluster's name; namespaces that were only made sure of end with it and their own. What a cluster pulls is in
 * the hub, under the name that the cluster has there.
 */
function renamed(entry: InventoryEntry, cluster: string): InventoryEntry {
  const { name, objectName, pulled } = entry;
  if (cluster === entry.cluster || pulled) return entry;
  const [head, tail] = [`${entry.cluster}/`, `/${entry.cluster}/${objectName}`];
  const now = name.startsWith(head)
    ? `${cluster}/${name.slice(head.length)}`
    : `${name.slice(0, name.length - tail.length)}/${cluster}/${objectName}`;
  return { ...entry, cluster, name: now };
}
