import { ExpressionError } from "../expressions/error";
import { parse } from "../expressions/parse";
import type { Application, WorkflowStep } from "../model/application";
import { DURATION, durationSeconds } from "../model/duration";
import { type Finding, formatPath, type Place } from "../model/findings";
import type { JsonObject } from "../model/json";
import { findingAt } from "../model/source";
import { didYouMean } from "../model/suggest";
import { checkProperties } from "../model/validate";
import { parseFieldPath } from "../policies/field-path";
import type { OrderedStep } from "./order";
import { contextOf, type Inputs } from "./running/inputs";
import type { StepRun } from "./running/types";
import { REFUSED_STEP_TYPES } from "./steps";
import {
  NOTHING,
  type PlannedRun,
  type PlannedStep,
  type StepContext,
  type StepType,
  type StepTypes,
} from "./steps/types";
import type { PlanStep } from "./types";

/** Names of the steps that give what a step takes: for itself, and for the components that it delivers. */
export function producersFor(
  step: WorkflowStep,
  { components }: Application,
  inputs: Inputs,
  types: StepTypes,
): string[] {
  const type = types.get(step.type);
  const delivered = components.filter(({ name }) => type?.delivers?.(step.properties, name));
  return [
    ...inputs.producersFor(step.inputs, step.origin),
    ...delivered.flatMap((component) => inputs.producersFor(component.inputs ?? [], component.origins[0])),
  ].filter((name) => name !== step.name);
}

/** Plans one step, as far as its inputs are known. Everything but what decides whether it runs. */
export function planStep({ step, after }: OrderedStep, types: StepTypes, context: StepContext): PlanStep {
  const type = types.get(step.type);
  const { name, type: typeName, dependsOn } = step;
  const named = { name, type: typeName, after, ...(dependsOn.length === 0 ? {} : { dependsOn }) };
  if (type === undefined) {
    context.findings.push(unknownStepType(step, types));
    return { ...named, ...NOTHING };
  }
  context.findings.push(...checkOutputs(step, type));
  const { run, ...planned } = planProperties(step, type, context);
  const timeout = shorter(timeoutOf(step, context.findings) ?? planned.timeoutSeconds, context.limitSeconds);
  const reaches = type.clusters?.(step.properties, context.registry.clusters) ?? [];
  const mayAct = planned.missing !== undefined && actsItself(type, step);
  return {
    ...named,
    ...planned,
    ...(run === undefined ? {} : { run: stepRun(run, step, context.application), place: placeOf(step) }),
    ...(step.outputs.length === 0 ? {} : { gives: step.outputs.map((output) => output.name) }),
    ...(reaches.length === 0 ? {} : { reaches }),
    ...(mayAct ? { mayAct } : {}),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
  };
}

function planProperties(step: WorkflowStep, type: StepType, context: StepContext): PlannedStep {
  const { properties, missing, secret } = context.inputs.fill(step.properties, step.inputs, step.name, step.origin);
  const { value, findings } = checkProperties(type.schema, properties, [step.origin], ["properties"]);
  const relevant = missing.length === 0 ? findings : findings.filter((finding) => !isAboutInput(finding, step));
  context.findings.push(...relevant);
  if (type.fixed) context.findings.push(...inputsOfFixed(step));
  if (missing.length > 0) return { ...NOTHING, missing, written: { ...step.properties } };
  if (value === undefined || relevant.some(({ severity }) => severity === "error")) return NOTHING;
  const planned = type.plan(value, step, context);
  return secret ? { ...planned, secret: true } : planned;
}

/** Whether a step may do something itself, whatever its inputs are. */
function actsItself({ runs, waits, read }: StepType, { outputs }: WorkflowStep): boolean {
  return runs === true || waits === true || (read === true && outputs.length > 0);
}

function inputsOfFixed({ name, type, inputs, origin }: WorkflowStep): Finding[] {
  return inputs.flatMap(({ parameterKey }, index) => {
    if (parameterKey === undefined) return [];
    const message = `step "${name}": no input can change where a step of type ${type} delivers, which is planned before anything runs`;
    const hint = "use an if with several steps, or an input of a component";
    const finding = { severity: "error", code: "not-supported", message, hint } as const;
    return [findingAt([origin], ["inputs", index, "parameterKey"], finding)];
  });
}

/** Whether something is wrong only because an input has no value yet. */
function isAboutInput({ path = "" }: Finding, { inputs, origin }: WorkflowStep): boolean {
  return inputs.some(({ parameterKey = "" }) => {
    const place = formatPath([...origin.path, "properties", ...(parseFieldPath(parameterKey) ?? [])]);
    return parameterKey !== "" && (path.startsWith(place) || place.startsWith(`${path}.`));
  });
}

function placeOf({ origin: { source, path } }: WorkflowStep): Place {
  return { file: source.file, ...source.locate(path) };
}

function stepRun(
  { type, properties, secretOutputs, own }: PlannedRun,
  step: WorkflowStep,
  application: Application,
): StepRun {
  return {
    type: type ?? step.type,
    properties: properties as JsonObject,
    outputs: step.outputs,
    context: contextOf(application, step.name),
    secretOutputs,
    mayFail: false,
    ...(own ? { own } : {}),
  };
}

function checkOutputs({ name, outputs, origin }: WorkflowStep, type: StepType): Finding[] {
  if (outputs.length > 0 && !type.runs && !type.read) {
    const message = `step "${name}": a step of type ${type.name} has no outputs`;
    const hint = "read what it delivers with a read-object step, and take outputs of that";
    return [findingAt([origin], ["outputs"], { severity: "error", code: "not-supported", message, hint })];
  }
  return outputs.flatMap(({ valueFrom }, index) => {
    try {
      parse(valueFrom);
      return [];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const message = `step "${name}": ${error.withPlace}`;
      return [
        findingAt([origin], ["outputs", index, "valueFrom"], {
          severity: "error",
          code: "invalid-expression",
          message,
        }),
      ];
    }
  });
}

function timeoutOf({ timeout, name, type, origin }: WorkflowStep, findings: Finding[]): number | undefined {
  if (timeout === undefined) return undefined;
  const seconds = secondsIn(timeout);
  const wrong = (message: string, hint: string) =>
    findings.push(findingAt([origin], ["timeout"], { severity: "error", code: "invalid-value", message, hint }));
  if (seconds < 1) wrong(`"${timeout}" is no time of a second or more`, "write it as in 90s or 1h30m");
  else if (type === "suspend")
    wrong(
      `step "${name}" ends when it is approved, and by no timeout`,
      "use properties.duration to go on after a time",
    );
  return seconds;
}

/** How long the steps of a group may take, each, in seconds; undefined where the group says nothing, or nothing that is a time. */
export function limitOf(ordered: readonly OrderedStep[], group: string | undefined): number | undefined {
  const timeout = ordered.find(({ step }) => step.name === group)?.step.timeout ?? "";
  return secondsIn(timeout) || undefined;
}

function secondsIn(timeout: string): number {
  return DURATION.test(timeout) ? durationSeconds(timeout) : 0;
}

function shorter(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

function unknownStepType({ name, type, origin }: WorkflowStep, types: StepTypes): Finding {
  const reason = REFUSED_STEP_TYPES.get(type);
  return findingAt([origin], ["type"], {
    severity: "error",
    code: reason === undefined ? "unknown-step-type" : "not-supported",
    ...(reason === undefined
      ? { message: `step "${name}": there is no step type "${type}"`, ...didYouMean(type, types.keys()) }
      : { message: `step "${name}": steps of type ${type} are not supported: ${reason.why}`, hint: reason.instead }),
  });
}
