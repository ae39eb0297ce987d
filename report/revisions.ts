import type { ClusterRegistry } from "../model/cluster";
import type { JsonObject } from "../model/json";
import { clusterOf } from "../plan/deliver";
import { inOrder, objectName, winningObjects } from "../plan/graph";
import { objectsOf } from "../plan/identity";
import type { DeliveryPlan } from "../plan/types";
import { objectChange } from "./changes";
import type { PlanFacts, StepFacts } from "./facts";
import { reportOfChanges } from "./report";
import type { Report } from "./types";

/** An object at the end of a plan, and the step that delivers it. */
interface Planned {
  cluster: string;
  step: string;
  object: JsonObject;
}

/** What differs between the objects that two plans of one Application end with, by step and cluster; without secrets. */
export function reportBetween(
  before: DeliveryPlan,
  after: DeliveryPlan,
  registry: ClusterRegistry,
  stack: string,
): Report {
  const [old, next] = [objectsByName(before), objectsByName(after)];
  const changes = [...new Set([...next.keys(), ...old.keys()])].flatMap((name) => {
    const [one, other] = [old.get(name), next.get(name)];
    return objectChange(name, (other ?? one)?.cluster ?? "", one?.object, other?.object) ?? [];
  });
  const facts = factsBetween(after, registry, old, next);
  return reportOfChanges(changes, facts, { stack, providers: new Map(), messages: [] });
}

function objectsByName(plan: DeliveryPlan): Map<string, Planned> {
  const steps = inOrder(plan.steps);
  const winners = winningObjects(steps);
  const all = steps.flatMap((step) =>
    objectsOf(step).flatMap((object): [string, Planned][] =>
      winners.has(object)
        ? [[objectName(object), { cluster: clusterOf(object), step: step.name, object: object as JsonObject }]]
        : [],
    ),
  );
  return new Map(all);
}

/** The steps of the later plan, and who delivers what; what only the earlier one has belongs to its step there. */
function factsBetween(
  { application: { namespace, name }, steps }: DeliveryPlan,
  registry: ClusterRegistry,
  old: ReadonlyMap<string, Planned>,
  next: ReadonlyMap<string, Planned>,
): PlanFacts {
  const application = `${namespace}/${name}`;
  const all = inOrder(steps).map(({ name, placements, after }): StepFacts => {
    const clusters = [...new Set(placements.map(({ cluster }) => cluster))];
    return { application, step: name, clusters, after, state: "delivers" };
  });
  const position = new Map(all.map(({ step }, index) => [step, index]));
  const owners = [...next].map(([name, { step }]) => [name, position.get(step) ?? -1] as const);
  const former = [...old].map(([name, { step }]) => [name, { application, step }] as const);
  return {
    steps: all,
    owners: Object.fromEntries(owners),
    former: Object.fromEntries(former),
    clusters: registry.clusters.map(({ name, labels }) => ({ name, labels: { ...labels } })),
    skipped: [],
  };
}
