import * as pulumi from "@pulumi/pulumi";
import { type Finding, formatFinding, InputError } from "../model/findings";
import { mistake } from "./mistake";

/** Runs something; what is wrong with the user's input is thrown so that Pulumi shows it as it is, without a stack trace. */
export function showingMistakes<T>(run: () => T): T {
  try {
    const result = run();
    return result instanceof Promise ? (result.catch(rethrow) as T) : result;
  } catch (error) {
    return rethrow(error);
  }
}

/** Pulumi writes `error: ` before the whole text, so what has no place of its own does not say it again. */
function rethrow(error: unknown): never {
  throw error instanceof InputError ? mistake(error.message.replace(/^error: /gm, "")) : error;
}

/**
 * Logs each warning once.
 *
 * @throws InputError with the errors, when there are any among the findings
 */
export function report(findings: readonly Finding[]): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new InputError(errors);
  for (const text of new Set(findings.map(formatFinding))) void pulumi.log.warn(text.replace("warning: ", ""));
}
