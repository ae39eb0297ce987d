/** Writes one line of progress to stderr, so that stdout stays for results. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A duration for people: `45 s`, `2 min`, `2 min 30 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ""}`;
}

/** Seconds since `start`, a value of `Date.now()`. */
export function elapsed(start: number): string {
  return duration((Date.now() - start) / 1000);
}

/** Repeats a line with the elapsed time every 30 seconds until the returned function is called. */
export function heartbeat(what: string): () => void {
  const start = Date.now();
  const timer = setInterval(() => say(`  ${what}: ${elapsed(start)} so far`), 30_000);
  timer.unref();
  return () => clearInterval(timer);
}
