import type { JsonObject } from "../model/json";
import type { KubernetesObject } from "../workloads/types";

/** Reads from one cluster. */
export interface ObjectReader {
  /** The object with this identity; undefined when there is none, or no such kind. Throws when the cluster does not answer. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** The objects of a kind in a namespace, or in all of them, that have these labels. Throws like {@link read}. */
  list(kind: { apiVersion: string; kind: string }, labels: object, namespace?: string): Promise<KubernetesObject[]>;
}

/** What a step may use while it runs. */
export interface RunContext {
  /** What expressions know as `context`: name and namespace of the Application, name of the step. */
  context: JsonObject;
  /** A cluster that the step has said it needs. */
  cluster(name: string): ObjectReader;
  /** Ends what takes longer than the step may take. */
  signal: AbortSignal;
  /** Tells people something, in the step's status. Never anything secret. */
  message(text: string): void;
}

/**
 * Does what a step is there for, and gives what the `valueFrom` of its outputs are about.
 *
 * @throws Error with what is wrong, fit for people and without anything secret
 */
export type RunFunction<P = unknown> = (properties: P, context: RunContext) => Promise<JsonObject | undefined>;

/** A step failed in a way that has a name of its own. */
export class StepError extends Error {
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}
