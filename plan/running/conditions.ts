import type { Expression } from "../../expressions/ast";
import { ExpressionError } from "../../expressions/error";
import { evaluate, type Scope, UNKNOWN, type Value } from "../../expressions/evaluate";
import { parse } from "../../expressions/parse";
import { namesIn, pathsInto } from "../../expressions/references";
import type { Application, WorkflowStep } from "../../model/application";
import type { Finding } from "../../model/findings";
import { findingAt } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import { contextOf } from "./inputs";

/** Runs the step also when one before it failed. */
export const ALWAYS = "always";

/** What `status.<step>` has, and whether it tells of a failure. Semantics: KubeVela `buildValueForStatus`. */
const STATUS: Readonly<Record<string, boolean>> = {
  ...{ name: false, type: false, phase: false, succeeded: false, skipped: false },
  ...{ message: true, reason: true, failed: true, timeout: true, failedAfterRetries: true, terminate: true },
};

/** What a condition may refer to. */
export interface ConditionContext {
  application: Application;
  /** The steps that have ended when it is asked, by name: whether they do something themselves, whose failure can be seen. */
  before: ReadonlyMap<string, boolean>;
  /** All steps. */
  steps: readonly string[];
}

/** Everything that is wrong with a step's `if`, before anything runs. */
export function checkCondition(step: WorkflowStep, context: ConditionContext): Finding[] {
  const { if: text, origin } = step;
  if (text === undefined || text === ALWAYS) return [];
  const finding = (message: string, hint?: string): Finding => {
    const said = { message: `step "${step.name}": ${message}`, ...(hint === undefined ? {} : { hint }) };
    return findingAt([origin], ["if"], { severity: "error", code: "invalid-expression", ...said });
  };
  try {
    const expression = parse(text);
    const wrong = [
      ...wrongNames(expression),
      ...wrongInputs(expression, step),
      ...wrongContext(expression, step, context),
      ...wrongSteps(expression, context),
    ];
    if (wrong.length > 0) return wrong.map(({ message, hint }) => finding(message, hint));
    const scope = { inputs: UNKNOWN, status: UNKNOWN, context: contextOf(context.application, step.name) } as const;
    const value = evaluate(expression, scope);
    return isTruth(value) ? [] : [finding("if must be true or false")];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [finding(error.withPlace)];
  }
}

/** What an `if` gives: whether the step runs, as far as that is known. Throws ExpressionError. */
export function conditionValue(text: string, scope: Scope): boolean | typeof UNKNOWN {
  const value = evaluate(parse(text), scope);
  if (isTruth(value)) return value;
  throw new ExpressionError("if must be true or false", 0);
}

/** The steps that an `if` asks about. */
export function stepsIn(text: string): string[] {
  if (text === ALWAYS) return [];
  return pathsInto(parse(text), "status").flatMap(([step]) => step ?? []);
}

function isTruth(value: Value): value is boolean | typeof UNKNOWN {
  return typeof value === "boolean" || value === UNKNOWN;
}

type Wrong = Pick<Finding, "message" | "hint">;

function wrongNames(expression: Expression): Wrong[] {
  const known = ["inputs", "status", "context"];
  return namesIn(expression)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      message: `there is no "${name}"`,
      hint: didYouMean(name, known).hint ?? "there are inputs, status and context",
    }));
}

function wrongInputs(expression: Expression, step: WorkflowStep): Wrong[] {
  const declared = step.inputs.map(({ from }) => from);
  return pathsInto(expression, "inputs").flatMap(([name]) =>
    name === undefined || declared.includes(name)
      ? []
      : { message: `it has no input "${name}"`, hint: `add inputs: [{from: ${name}}]` },
  );
}

function wrongContext(expression: Expression, step: WorkflowStep, { application }: ConditionContext): Wrong[] {
  const context = contextOf(application, step.name);
  return pathsInto(expression, "context").flatMap(([name]) =>
    name === undefined || Object.hasOwn(context, name)
      ? []
      : { message: `there is no context.${name}`, hint: `there are ${Object.keys(context).join(", ")}` },
  );
}

function wrongSteps(expression: Expression, context: ConditionContext): Wrong[] {
  return pathsInto(expression, "status").flatMap(([name, field]): Wrong[] => {
    if (name === undefined) return [{ message: "status needs the name of a step", hint: "write status.<step>" }];
    const runs = context.before.get(name);
    if (runs === undefined) {
      const dashed = field === undefined && context.steps.find((step) => step.startsWith(`${name}-`));
      if (dashed) {
        const hint = `a name with a dash is written in brackets: status["${dashed}"]`;
        return [{ message: `status.${name} is followed by a minus`, hint }];
      }
      return context.steps.includes(name)
        ? [{ message: `it does not wait for step "${name}"`, hint: `add dependsOn: [${name}]` }]
        : [{ message: `there is no step "${name}"`, ...didYouMean(name, context.steps) }];
    }
    if (field === undefined) return [];
    const tellsFailure = STATUS[field];
    if (tellsFailure === undefined) {
      return [{ message: `status.${name} has no "${field}"`, ...didYouMean(field, Object.keys(STATUS)) }];
    }
    if (!tellsFailure || runs) return [];
    const message = `status.${name}.${field} would tell nothing: when the delivery of "${name}" fails, the run ends`;
    return [{ message, hint: "ask about a step that is no delivery" }];
  });
}
