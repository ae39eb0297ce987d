import { isObject } from "../model/json";
import type { StepCluster } from "../plan/steps/run-context";
import type { KubernetesObject } from "../workloads/types";

/** Shorter ones would hide half of every text; the engine's own filter has the same limit. */
const SHORTEST = 3;

/** What a running step has come to know that nobody else may see. */
export class KnownSecrets {
  readonly #texts = new Set<string>();
  /** Whether an object of a cluster was among it. */
  found = false;

  /** Every text in a value. */
  add(value: unknown): void {
    if (typeof value === "string" && value.length >= SHORTEST) this.#texts.add(value);
    else if (typeof value === "object" && value !== null) for (const part of Object.values(value)) this.add(part);
  }

  /** What is in an object, if it is a Secret: encoded, and as it is meant. */
  addObject({ apiVersion, kind, ...object }: KubernetesObject): void {
    if (apiVersion !== "v1" || kind !== "Secret") return;
    this.found = true;
    const { data, stringData } = object as { data?: unknown; stringData?: unknown };
    this.add([data, stringData]);
    if (!isObject(data)) return;
    for (const text of Object.values(data)) this.add(Buffer.from(String(text), "base64").toString());
  }

  /** A text without any of it. */
  mask(text: string): string {
    const longestFirst = [...this.#texts].sort((a, b) => b.length - a.length);
    return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
  }

  /** A cluster that tells of every Secret that is read or applied. */
  watch(cluster: StepCluster): StepCluster {
    const seen = <T extends KubernetesObject | undefined>(object: T): T => {
      if (object !== undefined) this.addObject(object);
      return object;
    };
    return {
      read: async (object) => seen(await cluster.read(object)),
      list: async (...kind) => (await cluster.list(...kind)).map(seen),
      apply: async (object) => seen(await cluster.apply(seen(object))),
    };
  }
}
