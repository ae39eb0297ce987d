import { isObject, type Json } from "../model/json";
import type { PlanFacts } from "./facts";
import type { Preview } from "./preview";

/** What the outputs of the last run say about what is delivered already: where there is no plan, that is all that is known. */
export function factsFromOutputs({ steps }: Preview): PlanFacts | undefined {
  const stack = steps.find(({ oldState }) => oldState?.type === "pulumi:pulumi:Stack");
  const { deliveries, clusters } = stack?.oldState?.outputs ?? {};
  if (!Array.isArray(deliveries)) return undefined;
  const former = deliveries.flatMap(formerOf);
  const known = Array.isArray(clusters) ? clusters.filter(isObject) : [];
  return {
    steps: [],
    owners: {},
    former: Object.fromEntries(former),
    clusters: known.map(({ name, labels }) => ({
      name: String(name),
      labels: isObject(labels) ? (labels as Record<string, string>) : {},
    })),
    skipped: [],
  };
}

/** Logical names as they are made of cluster, namespace, kind and name. */
function formerOf(row: Json): [string, { application: string; step: string }][] {
  if (!isObject(row) || !Array.isArray(row.objects)) return [];
  const { application, step, cluster, namespace } = row;
  const place = [cluster, namespace].filter((part) => part !== "").join("/");
  return row.objects.map((object) => [`${place}/${object}`, { application: String(application), step: String(step) }]);
}
