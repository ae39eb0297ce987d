import type { KubernetesObject } from "../workloads/types";
import type { PlannedApplication } from "./deliveries";
import type { ResourceGraph } from "./graph-types";
import { digestOf } from "./wave-ends";

/**
 * What has stayed healthy when a graph is delivered completely, as `<cluster>/<digest>`: what any step with waves has delivered. The next
 * run does not wait for it again, also when it is in another wave then.
 *
 * @param before what an earlier run has left; it stays as long as steps are held
 */
export function settlementsOf({ graph, hold }: PlannedApplication, before: readonly string[] = []): string[] {
  const found = deliveredInWaves(graph);
  return [...new Set([...found, ...(hold.steps.size > 0 ? before : [])])].sort();
}

function deliveredInWaves({ nodes }: ResourceGraph): string[] {
  const ends = nodes.filter((node) => node.kind === "waveEnd");
  const steps = new Set(ends.map(({ step }) => step));
  const parts = new Map<string, { cluster: string; objects: KubernetesObject[] }>();
  for (const node of nodes) {
    if (node.kind !== "object" || !steps.has(node.step)) continue;
    const key = JSON.stringify([node.step, node.cluster]);
    const part = parts.get(key) ?? { cluster: node.cluster, objects: [] };
    part.objects.push(node.object);
    parts.set(key, part);
  }
  return [
    ...ends.flatMap(({ clusters }) => clusters.map(({ name, digest }) => `${name}/${digest}`)),
    ...[...parts.values()].map(({ cluster, objects }) => `${cluster}/${digestOf(objects)}`),
  ];
}
