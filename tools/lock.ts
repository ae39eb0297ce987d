import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A holder touches its lock this often, in milliseconds. */
const HEARTBEAT = 2_000;
/** A lock that was not touched for this long, in milliseconds, belongs to nobody any more. */
const STALE = 20_000;

/** Settings of {@link withLock}. */
export interface LockOptions {
  /** Called once when somebody else holds the lock. */
  readonly onWait?: () => void;
  /** Age in milliseconds at which a lock counts as abandoned. Default 20 seconds. */
  readonly staleAfter?: number;
}

/** Runs `work` while holding `file` as a lock between processes. A lock left by a process that died is taken over. */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  let waiting = false;
  while (!tryTake(file)) {
    if (removeStale(file, options.staleAfter ?? STALE)) continue;
    if (!waiting) options.onWait?.();
    waiting = true;
    await sleep(250);
  }
  const heartbeat = setInterval(() => touch(file), HEARTBEAT);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

function tryTake(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function removeStale(file: string, staleAfter: number): boolean {
  const age = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (age < staleAfter) return false;
  rmSync(file, { force: true });
  return true;
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody cleaned the cache while a build was going on; the build itself will say so.
  }
}
