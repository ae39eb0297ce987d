import { type Finding, formatFinding, InputError } from "../model/findings";
import { EXIT_CODES } from "./exit-codes";

/** Prints warnings on stderr, one a line. */
export function printWarnings(warnings: readonly Finding[]): void {
  for (const warning of warnings) process.stderr.write(`${formatFinding(warning)}\n`);
}

/**
 * Runs a command; a mistake of the user is shown as it is, without a stack trace, and makes the command fail. So is what the system refuses,
 * such as to write a file into a folder that is not there: it says which file, and why.
 */
export async function reportErrors(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    process.stderr.write(`${textOf(error)}\n`);
    process.exitCode = EXIT_CODES.FAILED.code;
  }
}

/** @throws what is neither the user's nor the system's fault */
function textOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  if (error instanceof Error && "syscall" in error) return `error: ${error.message}`;
  throw error;
}
