/** What the commands exit with, and what each code means. Signals have the shell's own: 130 after Ctrl-C. */
export const EXIT_CODES = {
  DONE: { code: 0, meaning: "Done. Also when there was nothing to do, and when Ctrl-C ends `--watch` or `--follow`." },
  FAILED: {
    code: 1,
    meaning: "An error, told on standard error: bad input, a cluster that does not answer, an engine that failed.",
  },
} as const;
