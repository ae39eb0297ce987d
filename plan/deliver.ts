import type { Component } from "../model/application";
import type { Json } from "../model/json";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import type { SelectedPlacement } from "../policies/topology";
import type { KubernetesObject } from "../workloads/types";
import { CLUSTER_LABEL } from "./finish";
import { findCycle } from "./order";
import type { StepContext } from "./steps/types";
import type { Delivery, Placement, PlanStep, Waiting } from "./types";

/** The cluster that a finished object goes to. */
export function clusterOf(object: KubernetesObject): string {
  return object.metadata?.labels?.[CLUSTER_LABEL] ?? "";
}

/**
 * Renders components into placements. A component whose dependency is not among them is not delivered, and neither is
 * what depends on it: KubeVela would wait for ever.
 */
export function deliver(
  components: readonly Component[],
  placements: readonly SelectedPlacement[],
  context: StepContext,
): Pick<PlanStep, "deliveries" | "waiting" | "missing" | "written" | "secret"> {
  const filled = components.map((component) => fillInputs(component, context));
  const missing = filled.flatMap((one) => one.missing);
  if (missing.length > 0) return { deliveries: [], waiting: [], missing, written: components.map(contentOf) };
  const secret = filled.some((one) => one.secret);
  const rendered = renderAll(
    filled.map(({ component }) => component),
    placements,
    context,
  );
  return secret ? { ...rendered, secret } : rendered;
}

/** A component with the values of its inputs, which win over overrides. */
function fillInputs(component: Component, { inputs }: StepContext) {
  const { name, inputs: taken = [], origins, properties: written } = component;
  if (taken.length === 0) return { component, missing: [], secret: false };
  const { properties, missing, secret } = inputs.fill(written, taken, name, origins[0]);
  return { component: { ...component, properties }, missing, secret };
}

/** A component without the places it was written at. */
function contentOf({ origins: _, traits, inputs = [], ...rest }: Component): Json {
  const taken = inputs.map((input) => ({ ...input }));
  return { ...rest, inputs: taken, traits: traits.map(({ type, properties }) => ({ type, properties })) };
}

function renderAll(
  components: readonly Component[],
  placements: readonly SelectedPlacement[],
  context: StepContext,
): { deliveries: Delivery[]; waiting: Waiting[] } {
  reportCycle(components, context);
  const waiting = waitingComponents(components);
  reportWaiting(waiting, components, context);
  const stuck = new Set(waiting.map((entry) => entry.component));
  const free = components.filter((component) => !stuck.has(component.name));
  const clusters = new Set(placements.map(({ cluster }) => cluster));
  const deliveries = placements.flatMap((selected) => {
    const namespace = selected.namespace ?? context.application.namespace;
    const place = { selected, placement: { cluster: selected.cluster, namespace }, clusters };
    return free.map((component) => deliverOne(component, place, context));
  });
  return { deliveries, waiting };
}

/** A placement as it was selected and as it is, and all clusters that its step delivers to. */
interface Place {
  selected: SelectedPlacement;
  placement: Placement;
  clusters: ReadonlySet<string>;
}

function deliverOne(component: Component, place: Place, context: StepContext): Delivery {
  const rendered = context.renderer.render(component, place.selected);
  return {
    placement: place.placement,
    component: component.name,
    dependsOn: component.dependsOn,
    objects: rendered.map((object) => placeObject(object, component, place, context)),
  };
}

/** Labels an object with its cluster, unless it brings the label along and is pinned by it. */
function placeObject(
  object: KubernetesObject,
  component: Component,
  { placement, clusters }: Place,
  context: StepContext,
): KubernetesObject {
  const labels = object.metadata?.labels ?? {};
  const pinned = labels[CLUSTER_LABEL];
  if (pinned !== undefined) {
    if (!clusters.has(pinned)) reportPin(pinned, object, component, context);
    return { ...object };
  }
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [CLUSTER_LABEL]: placement.cluster } } };
}

/** A label decides where an object goes instead of the step: nobody who reads only the policies would see it. */
function reportPin(pinned: string, object: KubernetesObject, component: Component, context: StepContext): void {
  const { registry, findings } = context;
  const names = registry.clusters.map((cluster) => cluster.name);
  const what = `component "${component.name}" pins ${object.kind} "${object.metadata?.name}" with the label ${CLUSTER_LABEL} to`;
  const outside = `cluster "${pinned}", which the step does not deliver to`;
  const hint = "remove the label, or deliver the component there with a topology of its own";
  findings.push(
    findingAt(
      component.origins,
      [],
      names.includes(pinned)
        ? {
            severity: registry.allowCrossNamespace ? "warning" : "error",
            ...{ code: "cross-cluster", message: `${what} ${outside}`, hint },
          }
        : {
            severity: "error",
            ...{ code: "unknown-cluster", message: `${what} "${pinned}", but there is no such cluster` },
            ...didYouMean(pinned, names),
          },
    ),
  );
}

function waitingComponents(components: readonly Component[]): Waiting[] {
  const there = new Set(components.map((component) => component.name));
  const waiting: Waiting[] = [];
  for (let found = -1; found !== waiting.length; ) {
    found = waiting.length;
    for (const component of components.filter(({ name }) => there.has(name))) {
      const missing = component.dependsOn.find((name) => !there.has(name));
      if (missing === undefined) continue;
      waiting.push({ component: component.name, for: missing });
      there.delete(component.name);
    }
  }
  return waiting;
}

function reportWaiting(waiting: readonly Waiting[], components: readonly Component[], { findings }: StepContext): void {
  for (const entry of waiting) {
    const component = components.find(({ name }) => name === entry.component);
    findings.push(
      findingAt(component?.origins ?? [], ["dependsOn"], {
        severity: "warning",
        code: "nothing-matches",
        message: `component "${entry.component}" depends on "${entry.for}", which this step does not deliver, and would wait for ever`,
        hint: "correct dependsOn, or deliver both in one step",
      }),
    );
  }
}

function reportCycle(components: readonly Component[], { findings }: StepContext): void {
  const cycle = findCycle(new Map(components.map(({ name, dependsOn }) => [name, dependsOn])));
  const first = components.find(({ name }) => name === cycle?.[0]);
  if (cycle === undefined || first === undefined) return;
  findings.push(
    findingAt(first.origins, ["dependsOn"], {
      severity: "error",
      code: "dependency-cycle",
      message: `components depend on each other: ${cycle.join(" => ")}`,
    }),
  );
}
