import type { z } from "zod";
import type { Application, WorkflowStep } from "../../model/application";
import type { ClusterRegistry } from "../../model/cluster";
import type { Finding, Path } from "../../model/findings";
import type { CheckedPolicy } from "../policies";
import type { Renderer } from "../render";
import type { PlanStep } from "../types";

/** What planning a step may use. Findings are collected, not thrown. */
export interface StepContext {
  application: Application;
  registry: ClusterRegistry;
  /** The policy of that name, or a finding at that path of the step. */
  usePolicy(name: string, path: Path): CheckedPolicy | undefined;
  renderer: Renderer;
  findings: Finding[];
}

/** What a step contributes to the plan; its name, type and order are added by the planner. */
export type PlannedStep = Pick<PlanStep, "approval" | "placements" | "deliveries" | "waiting">;

/** A step that delivers nothing by itself. */
export const NOTHING: PlannedStep = { approval: false, placements: [], deliveries: [], waiting: [] };

/** A step type: the name people write in `steps[].type`, its properties, and what it delivers. */
export interface StepType<P = unknown> {
  name: string;
  description: string;
  schema: z.ZodType<P>;
  /** Pure but for the findings it adds to the context. */
  plan(properties: P, step: WorkflowStep, context: StepContext): PlannedStep;
}

/** Declares a step type; only there so that `P` is inferred from the schema. */
export function stepType<P>(type: StepType<P>): StepType<P> {
  return type;
}
