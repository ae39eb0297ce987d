import { UNKNOWN, type Value } from "../../expressions/evaluate";
import type { Application, StepInput, WorkflowStep } from "../../model/application";
import type { Finding, Path } from "../../model/findings";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { findingAt, type Origin } from "../../model/source";
import { didYouMean } from "../../model/suggest";
import { parseFieldPath } from "../../policies/field-path";
import type { RunValue } from "./types";

/** Properties with the values of inputs in them. */
export interface Filled {
  properties: JsonObject;
  /** Inputs whose values are not known yet. */
  missing: string[];
  /** Whether one of the values is secret. */
  secret: boolean;
}

/** The steps that give outputs, by the outputs' names. Says of each name but the first that it is taken. */
export function producersOf(steps: readonly WorkflowStep[], findings: Finding[]): ReadonlyMap<string, string> {
  const producers = new Map<string, string>();
  for (const step of steps) {
    step.outputs.forEach(({ name }, index) => {
      const other = producers.get(name);
      producers.set(name, other ?? step.name);
      if (other === undefined) return;
      findings.push(
        findingAt([step.origin], ["outputs", index, "name"], {
          severity: "error",
          code: "duplicate-name",
          message: `step "${step.name}": step "${other}" has an output "${name}" already`,
        }),
      );
    });
  }
  return producers;
}

/** What of an Application, or of what is delivered like one, `context` tells. */
export type Told = Pick<Application, "name" | "namespace" | "labels" | "annotations">;

/** What `context` has in expressions and inputs. Semantics: KubeVela's workflow context. */
export function contextOf({ name, namespace, labels, annotations }: Told, step: string): JsonObject {
  return { name, appName: name, namespace, appLabels: labels, appAnnotations: annotations, stepName: step };
}

/** Gives inputs their values, as far as they are known. */
export class Inputs {
  constructor(
    private readonly application: Told,
    private readonly producers: ReadonlyMap<string, string>,
    private readonly values: ReadonlyMap<string, RunValue>,
    private readonly findings: Finding[],
  ) {}

  /** Names of the steps that give what inputs take. Findings for what no step gives. */
  producersFor(inputs: readonly StepInput[], origin: Origin | undefined): string[] {
    return inputs.flatMap(({ from }, index) => {
      const name = nameIn(from);
      if (name === "context") return [];
      const producer = this.producers.get(name);
      if (producer !== undefined) return [producer];
      this.report(origin, ["inputs", index, "from"], {
        message: `no step has an output "${name}"`,
        ...didYouMean(name, this.producers.keys()),
      });
      return [];
    });
  }

  /** The value of an input in a step; unknown as long as the step that gives it has not run. */
  valueOf(from: string, step: string): { value: Value; secret: boolean } {
    const [name, ...path] = parseFieldPath(from) ?? [from];
    const known = this.values.get(String(name));
    if (name === "context") return { value: inside(contextOf(this.application, step), path), secret: false };
    return known === undefined ? { value: UNKNOWN, secret: false } : { ...known, value: inside(known.value, path) };
  }

  /** Puts the values of inputs into properties, and leaves those written where a step was skipped and has given nothing. */
  fill(written: JsonObject, inputs: readonly StepInput[], step: string, origin: Origin | undefined): Filled {
    const filled: Filled = { properties: structuredClone(written), missing: [], secret: false };
    inputs.forEach(({ from, parameterKey }, index) => {
      if (parameterKey === undefined) return;
      const path = parseFieldPath(parameterKey);
      const { value, secret } = this.valueOf(from, step);
      if (path === undefined || !put(filled.properties, path, value === UNKNOWN ? null : (value as Json))) {
        const message = `"${parameterKey}" is no place in the properties`;
        this.report(origin, ["inputs", index, "parameterKey"], { message, hint: "write it as in env[0].value" });
      }
      if (value === UNKNOWN) filled.missing.push(from);
      filled.secret ||= secret;
    });
    return filled.missing.length > 0 ? { ...filled, properties: written } : filled;
  }

  private report(origin: Origin | undefined, path: Path, finding: Pick<Finding, "message" | "hint">): void {
    const origins = origin === undefined ? [] : [origin];
    this.findings.push(findingAt(origins, path, { severity: "error", code: "unknown-input", ...finding }));
  }
}

/** The name of the output that an input takes something of. */
export function nameIn(from: string): string {
  return String((parseFieldPath(from) ?? [from])[0]);
}

function inside(value: Json, path: Path): Json {
  return path.reduce<Json>((part, key) => {
    if (Array.isArray(part) && typeof key === "number") return part[key] ?? null;
    return isObject(part) && Object.hasOwn(part, key) ? (part[key] ?? null) : null;
  }, value);
}

/** Whether there was a place for the value. Lists and objects on the way to it are made; null changes nothing. */
function put(properties: JsonObject, path: Path, value: Json): boolean {
  let at: Json = properties;
  for (const [index, key] of path.entries()) {
    const last = index === path.length - 1;
    const list: Json[] | undefined = Array.isArray(at) ? at : undefined;
    if (typeof key === "number" ? list === undefined || key > list.length : !isObject(at)) return false;
    if (key === "__proto__") return false;
    const container = at as { [key: string | number]: Json };
    if (last) {
      if (value !== null) container[key] = structuredClone(value);
      return true;
    }
    const next: Json = container[key] ?? (typeof path[index + 1] === "number" ? [] : {});
    container[key] = next;
    at = next;
  }
  return false;
}
