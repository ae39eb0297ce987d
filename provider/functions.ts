import { loadTypes, placeOf } from "../cli/load-types";
import { isObject, type JsonObject } from "../model/json";
import type { RunFunction } from "../plan/steps/run-context";
import { StepError } from "./error";
import { RUN_FUNCTIONS } from "./steps";

/**
 * What a step type does.
 *
 * @param module path of the module that has it, when it is one of the user's own
 * @throws InputError when the module cannot be loaded
 */
export async function runFunction(type: string, module: string | undefined): Promise<RunFunction<never>> {
  if (module !== undefined) return ownFunction(type, module);
  const found = RUN_FUNCTIONS.get(type);
  if (found === undefined) throw new Error(`there is no step type "${type}"`);
  return found();
}

function ownFunction(type: string, module: string): RunFunction {
  const own = loadTypes(module).types.steps.get(type);
  if (own === undefined) throw new Error(`${module} has no step type "${type}"`);
  return async (properties, context) => {
    const found: unknown = await placing(() => own.run(properties, context), module);
    if (found === undefined || found === null) return undefined;
    // What is no JSON, such as a date, becomes what JSON makes of it.
    const json: unknown = JSON.parse(JSON.stringify(found) ?? "null");
    if (!isObject(json)) throw new Error(`run of the step type "${type}" has to give an object or nothing`);
    return json as JsonObject;
  };
}

/** An error without anything but what it says, and where in the module it came from. */
async function placing<T>(run: () => Promise<T>, module: string): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { line, column } = placeOf(error, module);
    const place = line === undefined ? module : `${module}:${line}:${column}`;
    throw new StepError(`${error.message} (${place})`, error instanceof StepError ? error.reason : "Execute");
  }
}
