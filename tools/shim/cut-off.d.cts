import type { Update } from "./unready.cjs";

/** A tag of the stack that says whether the state has what the last run did: {@link SAVED}, or since when it does not. */
export const TAG: string;
export const SAVED: string;

/** Which stack a run of the engine takes the lock from, and from which folder; undefined when it does something else. */
export function cancelOf(args: string[]): Update | undefined;

/** What somebody has to know who may go on with another command; undefined when there is nothing. */
export function hintAfter(tag: string): string | undefined;
