import { type Finding, InputError } from "../model/findings";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { Frontier } from "./frontier";
import type { GraphNode, ObjectNode, Order, ResourceGraph, StepNode } from "./graph-types";
import { handlingOf } from "./handling";
import { identityOf, objectsOf } from "./identity";
import type { Kept } from "./inventory";
import { groupOf } from "./scope";
import type { DeliveryPlan, Placement, PlanStep, Waiting } from "./types";
import { WaveEnds } from "./wave-ends";

/** How a plan becomes resources. */
export interface GraphOptions {
  order: Order;
  /** Whether namespaces that objects are delivered to are created where missing. */
  createNamespaces: boolean;
}

/** Namespaces that every cluster has. */
const ALWAYS_THERE: ReadonlySet<string> = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);

/** An object of the step that wins it, with the component it came from. */
interface Leaf {
  name: string;
  cluster: string;
  /** The cluster that its component is placed in. */
  placed: string;
  object: KubernetesObject;
  /** Components of the same placement that must be healthy first, as keys of `componentLeaves`. */
  dependsOn: string[];
}

/**
 * Turns a plan into resources and their order: the objects of a step wait for the marker that ends each step before
 * it, and the marker waits for the step's objects, so that edges grow with objects and not with their square. Names do
 * not depend on steps, so that renaming, reordering or merging steps touches no object. What is `kept` from an earlier
 * delivery stays in its step and wins over what the plan has under its name.
 *
 * @param open names of steps of which nothing is said yet
 * @throws InputError when a step cannot deliver a component at all
 */
export function resourceGraph(
  plan: DeliveryPlan,
  options: GraphOptions,
  kept: Kept = new Map(),
  open: ReadonlySet<string> = new Set(),
): ResourceGraph {
  refuseWaiting(plan);
  const steps = inOrder(plan.steps);
  const winners = plan.distinct ? undefined : winningObjects(steps);
  const prefix = `${plan.application.namespace}/${plan.application.name}`;
  const frontier = new Frontier(prefix, steps, options.order);
  const namespaces = new Namespaces(plan, options.createNamespaces);
  const nodes: GraphNode[] = [];
  const keptNames = new Set([...kept.values()].flat().map((entry) => entry.name));
  for (const step of steps) {
    if (open.has(step.name)) continue;
    const leaves = leavesOf(step, winners, keptNames);
    const ends = new WaveEnds(step, { prefix, order: options.order, awaited: frontier.isAwaited(step) });
    const waves = ends.split(leaves.all);
    for (const [index, wave] of waves.entries()) {
      const more = { ...extras(step), ...(waves.length > 1 ? { wave: index + 1 } : {}) };
      const waitsIn = remembered((cluster) => ends.before(frontier.before(step, cluster)));
      for (const leaf of wave) {
        const { created, waits } = namespaces.node(leaf, step.name, waitsIn(leaf.cluster));
        if (created !== undefined) nodes.push(created);
        const components = leaf.dependsOn.flatMap((key) => leaves.byComponent.get(key) ?? []);
        const dependsOn = components.length === 0 ? waits : distinct(waits.concat(components));
        const { name, cluster, object } = leaf;
        const handling = handlingOf(plan.handling, object);
        nodes.push({ kind: "object", name, cluster, step: step.name, object, handling, dependsOn, ...more });
      }
      nodes.push(...ends.end(index, wave, frontier.before(step, "")));
    }
    const run = stepNode(plan, step, leaves.all, frontier);
    if (run !== undefined) nodes.push(run);
    const stays = kept.get(step.name) ?? [];
    for (const entry of stays) nodes.push({ kind: "held", ...entry, dependsOn: frontier.before(step, entry.cluster) });
    const last = run === undefined ? ends.ends(waves) : [{ name: run.name, cluster: "" }];
    nodes.push(...frontier.end(step, [...last, ...stays]));
  }
  return { application: plan.application, nodes };
}

function extras({ secret, timeoutSeconds }: PlanStep): Pick<ObjectNode, "secret" | "timeoutSeconds"> {
  return { ...(secret ? { secret } : {}), ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
}

/** What a step does itself, after what it delivers. */
function stepNode(
  { application }: DeliveryPlan,
  step: PlanStep,
  leaves: readonly Leaf[],
  frontier: Frontier,
): StepNode | undefined {
  const { run, place = {}, reaches = [], timeoutSeconds, secret = false } = step;
  if (run === undefined) return undefined;
  return {
    ...{ kind: "step", name: `${application.namespace}/${application.name}/steps/${step.name}`, step: step.name },
    ...{ run, place, clusters: reaches, secret, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) },
    dependsOn: distinct([...frontier.before(step, ""), ...leaves.map(({ name }) => name)]),
  };
}

/** A node's logical name: where and what it is, never which step delivers it. */
export function objectName(object: KubernetesObject): string {
  const { namespace, name } = object.metadata ?? {};
  const place = namespace === undefined ? [clusterOf(object)] : [clusterOf(object), namespace];
  return [...place, kindName(object), name].join("/");
}

/** The kind; with its group when that is not one of Kubernetes itself, because two groups may have one kind. */
function kindName(object: KubernetesObject): string {
  const group = groupOf(object);
  return group.includes(".") && !group.endsWith(".k8s.io") ? `${object.kind}.${group}` : object.kind;
}

function leavesOf(step: PlanStep, winners: ReadonlySet<KubernetesObject> | undefined, kept: ReadonlySet<string>) {
  const all: Leaf[] = [];
  const byComponent = new Map<string, string[]>();
  const anyWaits = step.deliveries.some(({ dependsOn }) => dependsOn.length > 0);
  for (const { placement, component, dependsOn, objects } of dependenciesFirst(step)) {
    const earlier = dependsOn.map((name) => keyOf(placement, name));
    const own = winners === undefined ? objects : objects.filter((object) => winners.has(object));
    const leaves = own
      .map((object) => leafOf(object, placement.cluster, earlier))
      .filter(({ name }) => !kept.has(name));
    if (anyWaits)
      byComponent.set(
        keyOf(placement, component),
        leaves.map(({ name }) => name),
      );
    all.push(...leaves);
  }
  return { all, byComponent };
}

function keyOf({ cluster, namespace }: Placement, component: string): string {
  return `${cluster}/${namespace}/${component}`;
}

function leafOf(object: KubernetesObject, placed: string, dependsOn: string[]): Leaf {
  return { name: objectName(object), cluster: clusterOf(object), placed, object, dependsOn };
}

/** A step's deliveries with each component after the ones it depends on. */
function dependenciesFirst(step: PlanStep): PlanStep["deliveries"] {
  if (step.deliveries.every((delivery) => delivery.dependsOn.length === 0)) return step.deliveries;
  const rank = new Map<string, number>();
  const dependencies = new Map(step.deliveries.map(({ component, dependsOn }) => [component, dependsOn]));
  const rankOf = (name: string): number => {
    const known = rank.get(name);
    if (known !== undefined) return known;
    const found = 1 + Math.max(0, ...(dependencies.get(name) ?? []).map(rankOf));
    rank.set(name, found);
    return found;
  };
  return [...step.deliveries].sort((a, b) => rankOf(a.component) - rankOf(b.component));
}

/** The objects that are delivered: of several with one identity the last, in the order of the steps. */
export function winningObjects(steps: readonly PlanStep[]): ReadonlySet<KubernetesObject> {
  const winners = new Map<string, KubernetesObject>();
  for (const step of steps) for (const object of objectsOf(step)) winners.set(identityOf(object), object);
  return new Set(winners.values());
}

/** Steps with each one after those it waits for, otherwise as they stand. */
export function inOrder(steps: readonly PlanStep[]): PlanStep[] {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const ordered = new Set<PlanStep>();
  const visit = (step: PlanStep): void => {
    if (ordered.has(step)) return;
    for (const name of step.after) {
      const earlier = byName.get(name);
      if (earlier !== undefined) visit(earlier);
    }
    ordered.add(step);
  };
  steps.forEach(visit);
  return [...ordered];
}

/** The namespaces of one Application's objects: each a node once, unless it always exists or is delivered as an object. */
class Namespaces {
  readonly #delivered = new Set<string>();
  readonly #created = new Set<string>();
  /** What was said of the object before: most of what follows is in the same namespace of the same cluster. */
  #last: { cluster: string; namespace: string | undefined; given: string[]; waits: string[] } | undefined;

  constructor(
    private readonly plan: DeliveryPlan,
    private readonly create: boolean,
  ) {}

  /**
   * What an object waits for, its namespace included, and the node to add when it is the first one there.
   *
   * @param given what it waits for in any case
   */
  node({ object, cluster, name }: Leaf, step: string, given: string[]): { created?: GraphNode; waits: string[] } {
    if (object.kind === "Namespace" && groupOf(object) === "") {
      this.#delivered.add(name);
      this.#last = undefined;
    }
    const namespace = object.metadata?.namespace;
    const last = this.#last;
    if (last?.cluster === cluster && last.namespace === namespace && last.given === given) return last;
    const { created, name: own } = this.#find(cluster, namespace, { step, dependsOn: given });
    const waits = own === undefined ? given : given.concat(own);
    this.#last = { cluster, namespace, given, waits };
    return created === undefined ? { waits } : { created, waits };
  }

  #find(
    cluster: string,
    namespace: string | undefined,
    place: { step: string; dependsOn: string[] },
  ): { name?: string; created?: GraphNode } {
    if (namespace === undefined || ALWAYS_THERE.has(namespace)) return {};
    const delivered = `${cluster}/Namespace/${namespace}`;
    if (this.#delivered.has(delivered)) return { name: delivered };
    if (!this.create) return {};
    const { application } = this.plan;
    const name = `${application.namespace}/${application.name}/${cluster}/${namespace}`;
    if (this.#created.has(name)) return { name };
    this.#created.add(name);
    return { name, created: { kind: "namespace", name, cluster, namespace, ...place } };
  }
}

/** A component that would wait for ever can be shown in a plan, but not be delivered. */
function refuseWaiting(plan: DeliveryPlan): void {
  const findings = plan.steps.flatMap((step) => step.waiting.map((entry) => neverStarts(step, entry)));
  if (findings.length > 0) throw new InputError(findings);
}

function neverStarts({ name }: PlanStep, { component, for: missing }: Waiting): Finding {
  return {
    severity: "error",
    code: "unknown-component",
    message: `step "${name}": component "${component}" depends on "${missing}", which the step does not deliver`,
    hint: "correct dependsOn, or deliver both in one step",
  };
}

/** The same function, which works for each argument once. */
function remembered<Out>(make: (key: string) => Out): (key: string) => Out {
  const known = new Map<string, Out>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

function distinct(names: string[]): string[] {
  return [...new Set(names)];
}
