import type { JsonObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

/** One cluster, as far as a running step may use it. Credentials are no part of it. */
export interface StepCluster {
  /** The object with this identity; undefined when there is none, or no such kind. Throws when the cluster does not answer. */
  read(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** The objects of a kind in a namespace, or in all of them, that have these labels. Throws like {@link read}. */
  list(kind: { apiVersion: string; kind: string }, labels: object, namespace?: string): Promise<KubernetesObject[]>;
  /**
   * Creates an object, or sets the fields that it has, by server-side apply; gives the object as the cluster then has it. Nobody
   * deletes it later. Throws when the cluster does not answer or refuses, or has no such kind.
   */
  apply(object: KubernetesObject): Promise<KubernetesObject>;
}

/** What a step may use while it runs. */
export interface RunContext {
  /** What expressions know as `context`: name and namespace of the Application, name of the step. */
  context: JsonObject;
  /** A cluster that the step has said it needs. */
  cluster(name: string): StepCluster;
  /** Ends what takes longer than the step may take. */
  signal: AbortSignal;
  /** Tells people something, in the step's status. */
  message(text: string): void;
}

/**
 * Does what a step is there for, and gives what the `valueFrom` of its outputs are about.
 *
 * @throws Error with what is wrong, fit for people
 */
export type RunFunction<P = unknown> = (properties: P, context: RunContext) => Promise<JsonObject | undefined>;
