import type { Component } from "../model/application";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import type { SelectedPlacement } from "../policies/topology";
import type { KubernetesObject } from "../workloads/types";
import { CLUSTER_LABEL } from "./finish";
import { findCycle } from "./order";
import type { StepContext } from "./steps/types";
import type { Delivery, Waiting } from "./types";

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
): { deliveries: Delivery[]; waiting: Waiting[] } {
  reportCycle(components, context);
  const waiting = waitingComponents(components);
  reportWaiting(waiting, components, context);
  const stuck = new Set(waiting.map((entry) => entry.component));
  const free = components.filter((component) => !stuck.has(component.name));
  const deliveries = placements.flatMap((placement) =>
    free.map((component) => deliverOne(component, placement, context)),
  );
  return { deliveries, waiting };
}

function deliverOne(component: Component, placement: SelectedPlacement, context: StepContext): Delivery {
  const { application, renderer } = context;
  return {
    placement: { cluster: placement.cluster, namespace: placement.namespace ?? application.namespace },
    component: component.name,
    dependsOn: component.dependsOn,
    objects: renderer.render(component, placement).map((object) => placeObject(object, component, placement, context)),
  };
}

/** Labels an object with its cluster, unless it brings the label along and is pinned by it. */
function placeObject(
  object: KubernetesObject,
  component: Component,
  { cluster }: SelectedPlacement,
  context: StepContext,
): KubernetesObject {
  reportForeignNamespace(object, component, context);
  const labels = object.metadata?.labels ?? {};
  const pinned = labels[CLUSTER_LABEL];
  if (pinned !== undefined) {
    reportUnknownPin(pinned, component, context);
    return { ...object };
  }
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [CLUSTER_LABEL]: cluster } } };
}

function reportUnknownPin(pinned: string, component: Component, { registry, findings }: StepContext): void {
  const names = registry.clusters.map((cluster) => cluster.name);
  if (names.includes(pinned)) return;
  findings.push(
    findingAt(component.origins, [], {
      severity: "error",
      code: "unknown-cluster",
      message: `component "${component.name}" pins an object with the label ${CLUSTER_LABEL} to "${pinned}", but there is no such cluster`,
      ...didYouMean(pinned, names),
    }),
  );
}

function reportForeignNamespace(object: KubernetesObject, component: Component, context: StepContext): void {
  const { application, registry, findings } = context;
  const namespace = object.metadata?.namespace;
  if (registry.allowCrossNamespace || namespace === undefined || namespace === application.namespace) return;
  findings.push(
    findingAt(component.origins, [], {
      severity: "error",
      code: "cross-namespace",
      message: `component "${component.name}" puts ${object.kind} "${object.metadata?.name}" into namespace "${namespace}", not the Application's own "${application.namespace}", and crossing namespaces is switched off`,
      hint: "leave the namespace out, or allow it with allowCrossNamespace: true",
    }),
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
