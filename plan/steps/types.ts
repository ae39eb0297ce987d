import type { z } from "zod";
import type { Application, WorkflowStep } from "../../model/application";
import type { ClusterInfo, ClusterRegistry } from "../../model/cluster";
import type { Finding, Path } from "../../model/findings";
import type { JsonObject } from "../../model/json";
import type { CheckedPolicy } from "../policies";
import type { Renderer } from "../render";
import type { Inputs } from "../running/inputs";
import type { PlanStep } from "../types";

/** What planning a step may use. Findings are collected, not thrown. */
export interface StepContext {
  application: Application;
  registry: ClusterRegistry;
  /** The policy of that name, or a finding at that path of the step. */
  usePolicy(name: string, path: Path): CheckedPolicy | undefined;
  renderer: Renderer;
  /** The values of inputs, as far as they are known. */
  inputs: Inputs;
  /** Up to which time, in seconds, a run waits in place. Default: 600. */
  longestWaitSeconds?: number | undefined;
  /** How long the steps of its group may take, each, in seconds. */
  limitSeconds?: number | undefined;
  findings: Finding[];
}

/** What a step contributes to the plan; its name, type and order are added by the planner. */
export type PlannedStep = Pick<
  PlanStep,
  | "approval"
  | "placements"
  | "deliveries"
  | "waiting"
  | "missing"
  | "written"
  | "secret"
  | "holdSeconds"
  | "waves"
  | "message"
  | "timeoutSeconds"
> & { run?: PlannedRun };

/** What a step type says about what it does itself; the planner adds the rest. */
export interface PlannedRun {
  /** Name of the step type that runs, when it is another one. */
  type?: string;
  properties: object;
  /** Whether what it finds is secret. */
  secretOutputs: boolean;
  /** Whether the type is one of the user's own. */
  own?: true;
}

/** A step that delivers nothing by itself. */
export const NOTHING: Omit<PlannedStep, "run"> = { approval: false, placements: [], deliveries: [], waiting: [] };

/** A step type: the name people write in `steps[].type`, its properties, and what it delivers. */
export interface StepType<P = unknown> {
  name: string;
  description: string;
  schema: z.ZodType<P>;
  /** Whether a step of this type delivers a component, whose inputs it then waits for. Default: it delivers none. */
  delivers?(properties: JsonObject, component: string): boolean;
  /** Whether steps of this type do something themselves, in `up` only. */
  runs?: true;
  /** Whether steps of this type may wait in place, in `up` only. */
  waits?: true;
  /** Whether where it delivers has to be known before anything runs, so that no input can say it. */
  fixed?: true;
  /** Names of the clusters, of those `known`, that a step with such properties has to reach itself. */
  clusters?(properties: JsonObject, known: readonly ClusterInfo[]): readonly string[];
  /** Whether what a step of this type delivers can be read afterwards, for its outputs. */
  read?: true;
  /** Adds to a planned step what it takes from those before it. Pure but for the findings. Default: nothing. */
  complete?(
    planned: PlanStep,
    before: readonly PlanStep[],
    step: WorkflowStep,
    context: Omit<StepContext, "usePolicy">,
  ): PlanStep;
  /** Pure but for the findings it adds to the context. */
  plan(properties: P, step: WorkflowStep, context: StepContext): PlannedStep;
}

/** Step types by name. */
export type StepTypes = ReadonlyMap<string, StepType>;

/** Declares a step type; only there so that `P` is inferred from the schema. */
export function stepType<P>(type: StepType<P>): StepType<P> {
  return type;
}
