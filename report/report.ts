import { nameOf } from "../model/urn";
import { changesOf, type SingleChange } from "./changes";
import type { PlanFacts } from "./facts";
import { maskedText } from "./mask";
import { clusterOfProvider, type Preview, type PreviewStep } from "./preview";
import { ACTIONS, type Change, type ClusterReport, type Counts, type Report, type StepReport } from "./types";

/**
 * Groups what a preview would do by step and cluster, and tells a change that is the same in several clusters once. Linear in the steps
 * of the preview.
 *
 * @param facts what the plan behind the preview knows; without, nobody can say which step a change belongs to
 */
export function reportOf(preview: Preview, facts?: PlanFacts): Report {
  return reportOfChanges(changesOf(preview.steps), facts, {
    stack: stackOf(preview.steps),
    providers: providersIn(preview.steps),
    messages: preview.diagnostics.map(({ severity, message }) => ({
      severity: severity === "error" || severity === "warning" ? severity : "info",
      text: maskedText(message.replace(/^(warning|error|info): /, "").trim()),
    })),
  });
}

/** What a report tells beside changes. */
interface Beside extends Pick<Report, "stack" | "messages"> {
  /** What happens to the providers of clusters, by name of the cluster: those that come and go. */
  providers: ReadonlyMap<string, string>;
}

/** Groups changes by step and cluster, as {@link reportOf} does. */
export function reportOfChanges(
  changes: readonly SingleChange[],
  facts: PlanFacts | undefined,
  beside: Beside,
): Report {
  const order = clusterOrder(facts);
  const inClusters = changes.filter(({ cluster }) => cluster !== undefined);
  const bySteps = new Map<string, SingleChange[]>();
  for (const change of inClusters) {
    const step = stepOf(change, facts);
    const key = step === undefined ? "" : JSON.stringify(step);
    const known = bySteps.get(key);
    if (known === undefined) bySteps.set(key, [change]);
    else known.push(change);
  }
  const steps = stepReports(bySteps, facts, order);
  return {
    version: 1,
    stack: beside.stack,
    counts: countsOf(changes),
    steps,
    elsewhere: merged(bySteps.get("") ?? [], order),
    cloud: merged(
      changes.filter(({ cluster }) => cluster === undefined),
      order,
    ),
    clusters: clusterReports(beside.providers, inClusters, facts),
    skipped: facts?.skipped ?? [],
    messages: beside.messages,
  };
}

/** Whether anything would be lost: deleted, or replaced. */
export function isDestructive({ counts }: Report): boolean {
  return counts.delete + counts.replace > 0;
}

/** How many changes there are in all. */
export function totalOf(counts: Counts): number {
  return ACTIONS.reduce((sum, action) => sum + counts[action], 0);
}

/** Name of the stack, which every URN begins with. */
function stackOf([first]: readonly PreviewStep[]): string {
  return first?.urn.split("::")[0]?.split(":")[2] ?? "";
}

function stepOf(
  { name }: SingleChange,
  facts: PlanFacts | undefined,
): { application: string; step: string } | undefined {
  const owner = facts?.steps[facts.owners[name] ?? -1];
  if (owner !== undefined) return { application: owner.application, step: owner.step };
  return facts?.former[name];
}

function stepReports(
  bySteps: ReadonlyMap<string, SingleChange[]>,
  facts: PlanFacts | undefined,
  order: ReadonlyMap<string, number>,
): StepReport[] {
  const known = (facts?.steps ?? []).map((step): StepReport => {
    const { application, step: name } = step;
    const changes = bySteps.get(JSON.stringify({ application, step: name })) ?? [];
    return { ...step, changes: merged(changes, order) };
  });
  const keys = new Set(known.map(({ application, step }) => JSON.stringify({ application, step })));
  const gone = [...bySteps].filter(([key]) => key !== "" && !keys.has(key));
  return [
    ...known,
    ...gone.map(([key, changes]): StepReport => {
      const { application, step } = JSON.parse(key) as { application: string; step: string };
      const clusters = [...new Set(changes.flatMap(({ cluster }) => cluster ?? []))];
      return { application, step, state: "delivers", after: [], clusters, changes: merged(changes, order) };
    }),
  ];
}

/** Each change once, with all the clusters in which it is the same. */
function merged(changes: readonly SingleChange[], order: ReadonlyMap<string, number>): Change[] {
  const alike = new Map<string, Change>();
  for (const { name: _, cluster, ...change } of changes) {
    const key = JSON.stringify(change);
    const known = alike.get(key) ?? { ...change, clusters: [] };
    alike.set(key, known);
    if (cluster !== undefined) known.clusters.push(cluster);
  }
  const rank = (cluster: string) => order.get(cluster) ?? order.size;
  const all = [...alike.values()].map((change) => ({
    ...change,
    clusters: change.clusters.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
  }));
  return all.sort(byActionAndName);
}

/** The engine works on many things at once, so its own order differs from run to run. */
function byActionAndName(a: Change, b: Change): number {
  const key = ({ action, subject, clusters }: Change) =>
    `${ACTIONS.indexOf(action)} ${subject.namespace ?? ""}/${subject.kind}/${subject.name} ${clusters.join()}`;
  return key(a) < key(b) ? -1 : 1;
}

function clusterOrder(facts: PlanFacts | undefined): ReadonlyMap<string, number> {
  return new Map((facts?.clusters ?? []).map(({ name }, index) => [name, index]));
}

function providersIn(steps: readonly PreviewStep[]): Map<string, string> {
  const providers = new Map<string, string>();
  for (const { op, urn } of steps) {
    const cluster = clusterOfProvider(`${urn}::`);
    if (cluster !== undefined && op !== "refresh") providers.set(nameOf(urn), op);
  }
  return providers;
}

function clusterReports(
  providers: ReadonlyMap<string, string>,
  changes: readonly SingleChange[],
  facts: PlanFacts | undefined,
): ClusterReport[] {
  const byCluster = new Map<string, SingleChange[]>();
  for (const change of changes) {
    const name = change.cluster ?? "";
    const known = byCluster.get(name);
    if (known === undefined) byCluster.set(name, [change]);
    else known.push(change);
  }
  const used = new Set(facts?.steps.flatMap(({ clusters }) => clusters));
  const labels = new Map(facts?.clusters.map((cluster) => [cluster.name, cluster.labels]));
  const inOrder = (facts?.clusters ?? []).map(({ name }) => name).filter((name) => used.has(name));
  const skipped = new Set(facts?.skipped.map(({ cluster }) => cluster));
  const names = new Set([...inOrder, ...byCluster.keys(), ...providers.keys(), ...skipped]);
  return [...names].map((name) => {
    const op = providers.get(name);
    const moving = op === "create" ? "joins" : op === "delete" ? "leaves" : "stays";
    const state = skipped.has(name) ? "skipped" : moving;
    return { name, labels: labels.get(name) ?? {}, state, counts: countsOf(byCluster.get(name) ?? []) };
  });
}

function countsOf(changes: readonly SingleChange[]): Counts {
  const counts: Counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0 };
  for (const { action } of changes) counts[action] += 1;
  return counts;
}
