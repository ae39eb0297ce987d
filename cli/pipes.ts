import { EXIT_CODES } from "./exit-codes";

/**
 * Whoever read this program's output has seen enough, as `head` has: nothing is wrong, and there is nothing more to do. What cannot be written
 * for another reason, such as a full disk, is told.
 */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (deliveries > 0) return;
      if (code === "EPIPE") process.exit();
      if (stream !== process.stderr) process.stderr.write(`error: the output cannot be written: ${code}\n`);
      process.exit(EXIT_CODES.FAILED.code);
    });
  }
}

let deliveries = 0;

/** Does what has to come to its end also when what is told of it can be written no more: engines that run, and what their runs come to. */
export async function outlivingReader<Out>(work: () => Promise<Out>): Promise<Out> {
  deliveries += 1;
  try {
    return await work();
  } finally {
    deliveries -= 1;
  }
}
