/**
 * The entries of a map in the order of its keys. Kubernetes stores objects with sorted keys, so this is the order in
 * which KubeVela meets the entries of a map in an Application, however they were written.
 */
export function sortedEntries<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}
