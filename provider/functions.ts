import { RUN_FUNCTIONS } from "./steps";
import type { RunFunction } from "./types";

/** What a step type does. */
export async function runFunction(type: string, _module: string | undefined): Promise<RunFunction<never>> {
  const found = RUN_FUNCTIONS.get(type);
  if (found === undefined) throw new Error(`there is no step type "${type}"`);
  return found();
}
