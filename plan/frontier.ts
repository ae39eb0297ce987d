import type { MarkerNode, Order } from "./graph-types";
import type { PlanStep } from "./types";

/**
 * Knows what a step has to wait for: the markers at the end of the nearest earlier steps. A marker is there for every
 * step that another one waits for, also when it delivers nothing, so that order holds across empty steps. With
 * `perCluster` there is a marker for each step and cluster that has objects, and a cluster without any in a step waits
 * for what came before.
 */
export class Frontier {
  readonly #awaited: ReadonlySet<string>;
  readonly #position: ReadonlyMap<string, number>;
  readonly #steps: ReadonlyMap<string, PlanStep>;
  readonly #clusters = new Map<string, Set<string>>();
  readonly #known = new Map<string, string[]>();

  /** `prefix` keeps markers of several Applications apart; steps must be in order. */
  constructor(
    private readonly prefix: string,
    steps: readonly PlanStep[],
    private readonly order: Order,
  ) {
    this.#awaited = new Set(steps.flatMap((step) => step.after));
    this.#position = new Map(steps.map((step, index) => [step.name, index + 1]));
    this.#steps = new Map(steps.map((step) => [step.name, step]));
  }

  /** Whether another step waits for it. */
  isAwaited({ name }: PlanStep): boolean {
    return this.#awaited.has(name);
  }

  /** Names of the markers that an object of `step` in `cluster` waits for. */
  before(step: PlanStep, cluster: string): string[] {
    const scope = this.order === "barrier" ? "" : cluster;
    const key = `${step.name}/${scope}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const names = [...new Set(step.after.flatMap((name) => this.#endOf(name, scope)))];
    this.#known.set(key, names);
    return names;
  }

  /** The markers that end `step`, whose objects are `leaves`. */
  end(step: PlanStep, leaves: readonly { name: string; cluster: string }[]): MarkerNode[] {
    if (!this.#awaited.has(step.name)) return [];
    const scopes = this.order === "barrier" ? new Set([""]) : new Set(leaves.map((leaf) => leaf.cluster));
    this.#clusters.set(step.name, scopes);
    const names = new Map<string, string[]>([...scopes].map((scope) => [scope, []]));
    for (const leaf of leaves) names.get(this.order === "barrier" ? "" : leaf.cluster)?.push(leaf.name);
    return [...names].map(([scope, own]) => ({
      kind: "marker",
      name: this.#marker(step.name, scope),
      dependsOn: [...new Set([...own, ...this.before(step, scope)])],
    }));
  }

  #endOf(name: string, scope: string): string[] {
    const step = this.#steps.get(name);
    if (step === undefined) return [];
    const scopes = this.#clusters.get(name) ?? new Set<string>();
    // What runs in no cluster ends for all of them, and waits for all of them.
    if (scopes.has("")) return [this.#marker(name, "")];
    const own = [...scopes]
      .filter((cluster) => scope === "" || cluster === scope)
      .map((one) => this.#marker(name, one));
    return own.length > 0 && scope !== "" ? own : [...own, ...this.before(step, scope)];
  }

  #marker(step: string, scope: string): string {
    return [this.prefix, `step-${this.#position.get(step)}`, ...(scope === "" ? [] : [scope])].join("/");
  }
}
