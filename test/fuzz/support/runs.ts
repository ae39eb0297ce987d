import { InputError } from "../../../model/findings";

/** How many times as long to look for mistakes, such as `FLOTILLA_FUZZ=100 npx vitest run --project unit test/fuzz`. */
const FACTOR = Number(process.env.FLOTILLA_FUZZ ?? 1);

/** Parameters of a property: how often it is tried. Fixed seeds keep the usual run the same every time; a longer one is random. */
export function runs(usual: number): { numRuns: number; seed?: number } {
  return { numRuns: usual * FACTOR, ...(FACTOR === 1 ? { seed: 20_261_121 } : {}) };
}

/** The time limit of a test, in milliseconds. */
export const LIMIT = 60_000 * FACTOR;

/** Runs something; undefined when it refuses its input with findings. Whatever else it throws goes on. */
export function accepted<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (
      error.findings.length === 0 ||
      error.findings.some(({ message }) => /undefined|\[object|TypeError/.test(message))
    )
      throw new Error(`this says nothing to a user: ${error.message}`, { cause: error });
    return undefined;
  }
}
