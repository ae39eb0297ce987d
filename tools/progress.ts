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

/** Where progress is shown. */
export type ProgressStream = Pick<NodeJS.WriteStream, "write" | "isTTY">;

/** Whether progress may be shown in place: on a terminal that can take a line back, where somebody looks and has not asked for plain text. */
export function showsProgress(
  { isTTY }: Pick<ProgressStream, "isTTY">,
  { CI, NO_COLOR, TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  return isTTY === true && !CI && !NO_COLOR && TERM !== "dumb";
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
/** Between two frames, in milliseconds. */
const FRAME = 100;
/** Between two lines where nothing can be shown in place, in milliseconds. */
const BEAT = 30_000;

/**
 * Says on a terminal what goes on, and for how long, until it has come to its end; then nothing is left of that. Elsewhere it says
 * nothing.
 *
 * @param what such as `asking the clusters`
 */
export async function withProgress<Value>(
  what: string,
  work: () => Promise<Value>,
  stream: ProgressStream = process.stderr,
): Promise<Value> {
  if (!showsProgress(stream)) return work();
  const start = Date.now();
  const show = (): void => {
    const passed = Date.now() - start;
    const frame = FRAMES[Math.floor(passed / FRAME) % FRAMES.length];
    stream.write(`\r${frame} ${what}, ${Math.floor(passed / 1_000)} s`);
  };
  show();
  const timer = setInterval(show, FRAME);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    stream.write("\r\u001b[2K");
  }
}

/** Like {@link withProgress}, for work of minutes: says elsewhere every 30 seconds that it goes on. */
export async function withHeartbeat<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  if (showsProgress(process.stderr)) return withProgress(what, work);
  const start = Date.now();
  const timer = setInterval(() => say(`  ${what}: ${elapsed(start)} so far`), BEAT);
  timer.unref();
  return work().finally(() => clearInterval(timer));
}
