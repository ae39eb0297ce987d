import { EXIT_CODES } from "./exit-codes";

/** From now on, Ctrl-C is how somebody ends what would go on for ever, and no failure. */
export function endOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(EXIT_CODES.DONE.code));
}
