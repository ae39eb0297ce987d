/** URN that nothing has, so nothing is refreshed: the engine asks for its lock, and looks for it in vain. */
export const NOBODY: string;

/** Which stack a run of the engine locks, from which folder and with which file; undefined when it locks none. */
export function lockOf(args: string[]): { stack?: string; cwd?: string; config?: string } | undefined;

/** Whether the engine refuses to run only because a process of this machine has the lock. */
export function isLockOf(complaint: string, pid: number): boolean;
