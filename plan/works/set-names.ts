import type { ReplicaSetNode } from "../graph-types";
import type { Inventory, InventoryEntry } from "../inventory";

/** What some clusters pull alike. */
export type SetContent = Pick<ReplicaSetNode, "content" | "members">;

/** A ManifestWorkReplicaSet that was delivered before. */
type Earlier = InventoryEntry & { shared: SetContent };

/**
 * Names the ManifestWorkReplicaSets of a plan. One keeps its name as long as it only gains clusters, or loses such that do not get the
 * content any more. A cluster that gets it in another way from now on would lose what it has for a moment, because the hub takes it out
 * of the one set before another one has it: then the set gets a new name, and the old one goes at the end of the run. Objects that two
 * ManifestWorks have are not deleted with one of them.
 *
 * @param delivered names of the clusters that get a content now, in whatever way
 * @param before what was delivered last
 * @returns logical names; steps are no part of them
 */
export function nameSets<S extends SetContent>(
  sets: readonly S[],
  delivered: ReadonlyMap<string, ReadonlySet<string>>,
  before: Inventory,
): ReadonlyMap<S, string> {
  const earlier = before.filter((entry): entry is Earlier => entry.shared !== undefined);
  const taken = new Set(earlier.map(({ name }) => name));
  const free = new Set(earlier);
  const names = new Map<S, string>();
  for (const set of sets) {
    const clusters = new Set(set.members.map(({ cluster }) => cluster));
    const stays = (cluster: string) => clusters.has(cluster) || delivered.get(set.content)?.has(cluster) !== true;
    const same = [...free].find(({ shared: { content, members } }) => {
      const known = members.map(({ cluster }) => cluster);
      return content === set.content && known.some((cluster) => clusters.has(cluster)) && known.every(stays);
    });
    const name = same?.name ?? firstFree(set.content, taken);
    if (same !== undefined) free.delete(same);
    taken.add(name);
    names.set(set, name);
  }
  return names;
}

function firstFree(content: string, taken: ReadonlySet<string>): string {
  const base = content.replace("/ManifestWork/", "/ManifestWorkReplicaSet/");
  for (let number = 1; ; number += 1) {
    const name = `${base}-set-${number}`;
    if (!taken.has(name)) return name;
  }
}
