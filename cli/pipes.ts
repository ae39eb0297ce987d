import { EXIT_CODES } from "./exit-codes";

/**
 * Whoever read this program's output has seen enough, as `head` has: nothing is wrong, and there is nothing more to do. What cannot be written
 * for another reason, such as a full disk, is told.
 */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") process.exit(EXIT_CODES.DONE.code);
      if (stream !== process.stderr) process.stderr.write(`error: the output cannot be written: ${code}\n`);
      process.exit(EXIT_CODES.FAILED.code);
    });
  }
}
