/** What the commands exit with, and what each code means. */
export const EXIT_CODES = {
  DONE: {
    code: 0,
    meaning:
      "Done. Also when there was nothing to do, and when Ctrl-C ends what would go on for ever: `--watch`, `--follow`, `port-forward`.",
  },
  FAILED: {
    code: 1,
    meaning:
      "An error, told on standard error: bad input, a cluster that does not answer, an engine that failed, a shard of a fleet that did.",
  },
  CHANGES: {
    code: 2,
    meaning: "`diff --exit-code` only, also of a fleet: something would change, and nothing would be lost.",
  },
  DESTRUCTIVE: {
    code: 3,
    meaning: "`diff --exit-code` only, also of a fleet: something would be deleted, or replaced by a new one.",
  },
  INTERRUPTED: { code: 130, meaning: "Ended by Ctrl-C before it was done." },
} as const;
