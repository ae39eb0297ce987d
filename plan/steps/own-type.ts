import type { z } from "zod";
import type { ClusterInfo } from "../../model/cluster";
import type { JsonObject } from "../../model/json";
import type { RunContext } from "./run-context";

/** A step type of a user's own: the name people write in `steps[].type`, its properties, and what it does in `up`. */
export interface OwnStepType<P = unknown> {
  name: string;
  description: string;
  /** Checks the properties before anything runs, and fills in defaults. What it gives reaches `run` as JSON. */
  schema: z.ZodType<P>;
  /**
   * Names of the clusters that `run` reaches. That has to be known before anything runs, so it gets the properties as they are
   * written, without defaults and inputs. Default: none. Pure.
   *
   * @param known all clusters
   */
  clusters?(properties: JsonObject, known: readonly ClusterInfo[]): readonly string[];
  /** Whether its properties and outputs are secret. Outputs are so also when it has read a Secret. Default: they are not. */
  secret?: boolean;
  /**
   * Does what the step is there for, in `up` only, in the engine's plugin `flotilla`. Gives what the `valueFrom` of its outputs
   * are about, as JSON.
   *
   * @throws Error with what is wrong, fit for people: the step has failed
   */
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that gives nothing is fine
  run(properties: P, context: RunContext): Promise<JsonObject | undefined | void>;
}

/** Declares a step type of one's own; only there so that `P` is inferred from the schema. */
export function ownStepType<P>(type: OwnStepType<P>): OwnStepType<P> {
  return type;
}
