import { createHash } from "node:crypto";
import type { KubernetesObject } from "../workloads/types";
import { objectHealthIsKnown } from "./checked-kinds";
import type { Order, WaveCluster, WaveEndNode } from "./graph-types";
import type { PlanStep } from "./types";
import { waveOf } from "./waves";

/** What has to be known of an object. */
interface Leaf {
  name: string;
  /** Where the object is. */
  cluster: string;
  /** Where its component is placed; another cluster only for objects that are pinned by a label. */
  placed: string;
  object: KubernetesObject;
}

/** How a step is connected with others. */
interface Place {
  /** Of names: `<namespace>/<name>` of the Application. */
  prefix: string;
  order: Order;
  /** Whether another step waits for it. */
  awaited: boolean;
}

/**
 * The ends of the waves of one step: what is in a wave waits for the end of the wave before, and that for everything in its own wave, so
 * that edges grow with objects. A step without waves is one wave, which ends with the step.
 */
export class WaveEnds {
  readonly #waves: PlanStep["waves"];
  readonly #count: number;
  #last: string | undefined;

  constructor(
    private readonly step: PlanStep,
    private readonly place: Place,
  ) {
    this.#waves = step.waves;
    this.#count = Math.max(1, step.waves?.clusters.length ?? 0);
  }

  /** The step's objects by wave, each list in the order in which it came. */
  split<L extends Leaf>(leaves: readonly L[]): L[][] {
    if (this.#waves === undefined) return [[...leaves]];
    const parts: L[][] = Array.from({ length: this.#count }, () => []);
    for (const leaf of leaves) parts[waveOf(this.#waves, leaf.placed)]?.push(leaf);
    return parts;
  }

  /** Names of what the objects of the next wave wait for, given what comes before the step. */
  before(step: readonly string[]): string[] {
    if (this.#last === undefined) return [...step];
    return this.place.order === "barrier" ? [this.#last] : [...step, this.#last];
  }

  /** The end of a wave, when something waits for it. */
  end(wave: number, leaves: readonly Leaf[], before: readonly string[]): WaveEndNode[] {
    if (this.#waves === undefined || !this.#isAwaited(wave)) return [];
    const { minSuccessSeconds, maxFailures } = this.#waves;
    const { name: step, timeoutSeconds } = this.step;
    const name = `${this.place.prefix}/waves/${step}/${wave + 1}`;
    const waits = this.place.order === "barrier" ? this.before(before) : this.before([]);
    // A failure that the step puts up with must not end the wave, so that one is told of the objects in another way.
    const own = maxFailures === 0 ? leaves.map((leaf) => leaf.name) : [];
    const previous = this.#last === undefined ? {} : { previous: this.#last };
    this.#last = name;
    return [
      {
        ...{ kind: "waveEnd", name, step, wave: wave + 1, minSuccessSeconds, maxFailures, ...previous },
        ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
        clusters: clustersOf(leaves),
        dependsOn: [...new Set([...own, ...waits])],
      },
    ];
  }

  /** What ends the step, of its waves: everything when failures let later waves go on, because none lets later steps go on. */
  ends<L extends Leaf>(waves: readonly L[][]): { name: string; cluster: string }[] {
    const end = this.#last === undefined ? [] : [{ name: this.#last, cluster: "" }];
    if (this.place.order === "perCluster") return waves.flat();
    if ((this.#waves?.maxFailures ?? 0) > 0) return [...waves.flat(), ...end];
    return [...(waves.at(-1) ?? []), ...end];
  }

  /** Behind the last wave there is something to wait for only when it has to stay healthy. */
  #isAwaited(wave: number): boolean {
    if (wave >= (this.#waves?.reached ?? this.#count)) return false;
    if (wave + 1 < this.#count) return true;
    return (this.#waves?.minSuccessSeconds ?? 0) > 0 && this.place.awaited && this.place.order === "barrier";
  }
}

/** Whether the end of a wave is more than a point in the order: somebody has to look at clusters, or count failures. */
export function isWatched({ minSuccessSeconds, maxFailures }: WaveEndNode): boolean {
  return minSuccessSeconds > 0 || maxFailures > 0;
}

function clustersOf(leaves: readonly Leaf[]): WaveCluster[] {
  const byCluster = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const known = byCluster.get(leaf.cluster);
    if (known === undefined) byCluster.set(leaf.cluster, [leaf]);
    else known.push(leaf);
  }
  return [...byCluster].map(([name, own]) => ({
    name,
    digest: digestOf(own.map(({ object }) => object)),
    nodes: own.map((leaf) => leaf.name),
    objects: own.flatMap(({ object }) => (objectHealthIsKnown(object) ? [refOf(object)] : [])),
  }));
}

/** Changes with the content of what is delivered to one cluster. */
export function digestOf(objects: readonly KubernetesObject[]): string {
  const hash = createHash("sha256");
  for (const object of objects) hash.update(JSON.stringify(object));
  return hash.digest("hex").slice(0, 16);
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject): WaveCluster["objects"][number] {
  const { name = "", namespace } = metadata ?? {};
  return { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
}
