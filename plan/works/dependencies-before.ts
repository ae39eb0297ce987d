/** What has a name, and names what has to come before it. */
interface Node {
  name: string;
  dependsOn: readonly string[];
}

/** The same nodes, each after those that it depends on, and otherwise as they stand. Names that are not among them do not count. */
export function dependenciesBefore<N extends Node>(nodes: readonly N[]): N[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const ordered = new Set<N>();
  const add = (node: N) => {
    if (ordered.has(node)) return;
    for (const name of node.dependsOn) {
      const earlier = byName.get(name);
      if (earlier !== undefined) add(earlier);
    }
    ordered.add(node);
  };
  for (const node of nodes) add(node);
  return [...ordered];
}
