/** What a run of the engine updates. */
export interface Update {
  /** Name of the stack; undefined for the current one. */
  readonly stack: string | undefined;
  /** The folder that the engine goes to first. */
  readonly cwd: string | undefined;
}

/** Which stack a run of the engine updates, and from which folder; undefined when it does something else. */
export function updateOf(args: string[]): Update | undefined;
