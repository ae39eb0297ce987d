import type { Update } from "./unready.cjs";

/** A tag of the stack that says whether the state has what the last run did: {@link SAVED}, or since when it does not. */
export const TAG: string;
export const SAVED: string;

/** Which stack a run of the engine takes the lock from, and from which folder; undefined when it does something else. */
export function cancelOf(args: string[]): Update | undefined;

/** Since when a state does not have what a run has done, by the tag; undefined when it has it. */
export function unsavedSince(tag: string): string | undefined;

/** Name of the stack whose fleet a state, as `pulumi stack export` prints it, is a part of. */
export function fleetIn(state: string): string | undefined;

/** What somebody has to know who may go on with another command. */
export function hintAfter(since: string, fleet: string | undefined): string;
