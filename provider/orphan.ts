/** How often to look, in milliseconds. */
const PAUSE = 1_000;

/** Ends this process when the one that started it is gone: what is waited for then is nobody's any more. */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, PAUSE).unref();
}
