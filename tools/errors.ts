/** A mistake or a lack on the user's machine: shown as plain text with its remedy, without a stack trace. */
export class ToolError extends Error {
  override readonly name = "ToolError";
}

/** Runs a script's main function; a {@link ToolError} becomes its message and exit code 1, anything else its stack trace. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    console.error(error instanceof ToolError ? `error: ${error.message}` : error);
    process.exitCode = 1;
  });
}
