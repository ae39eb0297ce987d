import { type Finding, formatFinding, InputError } from "../model/findings";
import { EXIT_CODES } from "./exit-codes";

/** Prints warnings on stderr, one a line. */
export function printWarnings(warnings: readonly Finding[]): void {
  for (const warning of warnings) process.stderr.write(`${formatFinding(warning)}\n`);
}

/** Runs a command; a mistake of the user is shown as it is, without a stack trace, and makes the command fail. */
export async function reportErrors(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_CODES.FAILED.code;
  }
}
