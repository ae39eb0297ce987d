import { clusterOf } from "../../plan/deliver";
import { inOrder } from "../../plan/graph";
import type { DeliveryPlan, PlanStep } from "../../plan/types";
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
  const nodes = groups.map(({ clusters, components }, index) => {
    return `    ${id}_${index + 1}[${quoted(`${clusterWords(clusters, 4)}<br/>${components}`)}]`;
  });
  return [`  subgraph ${id} [${quoted(title)}]`, ...nodes, "  end"];
}

/** Clusters by what they get. */
function groupsOf({ deliveries }: PlanStep): { clusters: string[]; components: string }[] {
  const byCluster = new Map<string, Set<string>>();
  for (const { component, objects } of deliveries) {
    for (const object of objects) {
      const cluster = clusterOf(object);
      const known = byCluster.get(cluster) ?? new Set();
      byCluster.set(cluster, known.add(component));
    }
  }
  const alike = new Map<string, string[]>();
  for (const [cluster, names] of byCluster) {
    const components = [...names].join(", ");
    alike.set(components, [...(alike.get(components) ?? []), cluster]);
  }
  return [...alike].map(([components, clusters]) => ({ components, clusters }));
}

/** A label; the line breaks in it are ours, everything else is text. */
function quoted(text: string): string {
  const parts = text
    .split("<br/>")
    .map((part) => part.replace(/[#"<>&]/g, (character) => `#${character.charCodeAt(0)};`));
  return `"${parts.join("<br/>")}"`;
}
