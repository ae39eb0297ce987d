import { EXIT_CODES } from "./exit-codes";

/** Whoever read this program's output has seen enough, as `head` has: nothing is wrong, and there is nothing more to do. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(EXIT_CODES.DONE.code);
    });
  }
}
