import { EXIT_CODES } from "./exit-codes";

/** From now on, Ctrl-C is how somebody ends what would go on for ever, and no failure. */
export function endOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(EXIT_CODES.DONE.code));
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does something that cares for signals itself, and tells whether there was one. */
export async function noticingInterrupts<Out>(
  work: () => Promise<Out>,
): Promise<{ outcome: Out; interrupted: boolean }> {
  let interrupted = false;
  const notice = () => {
    interrupted = true;
  };
  for (const signal of SIGNALS) process.on(signal, notice);
  try {
    const outcome = await work();
    return { outcome, interrupted };
  } finally {
    for (const signal of SIGNALS) process.off(signal, notice);
  }
}
