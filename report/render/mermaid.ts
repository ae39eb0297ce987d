import { clusterOf } from "../../plan/deliver";
import { inOrder } from "../../plan/graph";
import type { DeliveryPlan, PlanStep } from "../../plan/types";
import { waveOf } from "../../plan/waves";
import { clusterWords } from "../words";

/**
 * A plan as a Mermaid flowchart: steps in their order, and in each the clusters that get the same components as one node, so that the
 * picture of a large fleet stays small.
 */
export function mermaid(plan: DeliveryPlan): string {
  const steps = inOrder(plan.steps);
  const ids = new Map(steps.map(({ name }, index) => [name, `step${index + 1}`]));
  const id = (name: string) => ids.get(name) ?? "";
  const blocks = steps.flatMap((step) => stepLines(step, id(step.name)));
  const edges = steps.flatMap((step) => step.after.map((name) => `  ${id(name)} --> ${id(step.name)}`));
  return `flowchart LR\n${[...blocks, ...edges].join("\n")}\n`;
}

function stepLines(step: PlanStep, id: string): string[] {
  const title = step.approval ? `${step.name}<br/>waits for an approval` : step.name;
  const groups = groupsOf(step);
  if (groups.length === 0) return [`  ${id}([${quoted(title)}])`];
  const nodes = groups.map(({ clusters, components, wave }, index) => {
    const first = wave === undefined ? "" : `wave ${wave + 1}: `;
    return `    ${id}_${index + 1}[${quoted(`${first}${clusterWords(clusters, 4)}<br/>${components}`)}]`;
  });
  return [`  subgraph ${id} [${quoted(title)}]`, ...nodes, ...waveEdges(groups, id), "  end"];
}

/** From everything in a wave to everything in the next one. */
function waveEdges(groups: readonly Group[], id: string): string[] {
  const waves = [...new Set(groups.map(({ wave }) => wave))];
  const idsIn = (wave: number | undefined) =>
    groups.flatMap((group, index) => (group.wave === wave ? [`${id}_${index + 1}`] : [])).join(" & ");
  return waves.slice(1).map((wave, index) => `    ${idsIn(waves[index])} --> ${idsIn(wave)}`);
}

interface Group {
  clusters: string[];
  components: string;
  /** Position of the wave, when the step has waves. */
  wave: number | undefined;
}

/** Clusters by what they get and when, in the order of waves. */
function groupsOf({ deliveries, waves }: PlanStep): Group[] {
  const byCluster = new Map<string, Set<string>>();
  for (const { component, objects } of deliveries) {
    for (const object of objects) {
      const cluster = clusterOf(object);
      const known = byCluster.get(cluster) ?? new Set();
      byCluster.set(cluster, known.add(component));
    }
  }
  const alike = new Map<string, Group>();
  for (const [cluster, names] of byCluster) {
    const components = [...names].join(", ");
    const wave = waves === undefined ? undefined : waveOf(waves, cluster);
    const key = JSON.stringify([wave, components]);
    const known = alike.get(key) ?? { clusters: [], components, wave };
    known.clusters.push(cluster);
    alike.set(key, known);
  }
  return [...alike.values()].sort((a, b) => (a.wave ?? 0) - (b.wave ?? 0));
}

/** A label; the line breaks in it are ours, everything else is text. */
function quoted(text: string): string {
  const parts = text
    .split("<br/>")
    .map((part) => part.replace(/[#"<>&]/g, (character) => `#${character.charCodeAt(0)};`));
  return `"${parts.join("<br/>")}"`;
}
