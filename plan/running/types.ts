import type { StepOutput } from "../../model/application";
import type { Json, JsonObject } from "../../model/json";

/** A value that a step has given to later ones. */
export interface RunValue {
  value: Json;
  /** Whether it must be kept from logs, previews and the state. */
  secret: boolean;
}

/** How a step that does something itself has ended. */
export interface StepResult {
  phase: "succeeded" | "failed";
  /** Why it failed, in one word as KubeVela has it, such as `Timeout`. */
  reason?: string;
  /** What it has to say. */
  message?: string;
}

/**
 * What becomes of a step in a run: it `run`s; it is `skip`ped because its `if` is false, and what it delivered before goes; it is
 * `stopped` because a step before it failed; it is `held` by an approval; or nobody knows before `up` (`undecided`). Of the last
 * three everything stays as it is.
 */
export type Decision = "run" | "skip" | "stopped" | "held" | "undecided";

/** What is known at one moment of a run. It only ever grows. */
export interface Progress {
  /** Outputs of steps, by their names. */
  values: ReadonlyMap<string, RunValue>;
  /** How steps have ended, by their names. */
  results: ReadonlyMap<string, StepResult>;
  /** What was decided about steps already. */
  decisions: ReadonlyMap<string, Decision>;
  /** Whether nothing more will be known in this run, as in a preview of what has not run yet. */
  final: boolean;
}

/** Before anything has run. */
export const START: Progress = { values: new Map(), results: new Map(), decisions: new Map(), final: false };

/** What a step that ran has told: how it ended, and its outputs. */
export interface StepOutcome {
  result: StepResult;
  values: Readonly<Record<string, Json>>;
  secret: boolean;
}

/** What has to be true for a step to run. */
export interface Condition {
  /** An expression, or `always`. */
  text: string;
  /** The name of the step that says so: the step itself, or its group. */
  step: string;
  /** What `inputs` has in it. */
  inputs: readonly string[];
}

/** What a step does itself, beside or instead of delivering objects. */
export interface StepRun {
  /** Name of the step type that runs, which for `apply-object` is `read-object`. */
  type: string;
  /** The properties with defaults; as they are written while inputs are not known. */
  properties: JsonObject;
  outputs: readonly StepOutput[];
  /** What `context` is in the expressions of outputs. */
  context: JsonObject;
  /** Whether what it finds is secret. */
  secretOutputs: boolean;
  /** Whether a later step has something to do when it fails, so that its failure does not end the run at once. */
  mayFail: boolean;
  /** Whether the type is one of the user's own, which the module of own types has. */
  own?: true;
}
