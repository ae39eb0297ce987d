/** A duration as Go programs write it, in whole seconds: `90s`, `10m`, `1h30m`. The empty text is none. */
export const DURATION = /^(\d+h)?(\d+m)?(\d+s)?$/;

/** Seconds of a text that fits {@link DURATION}. */
export function durationSeconds(duration: string): number {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number.parseInt(part ?? "0", 10));
  return (hours * 60 + minutes) * 60 + seconds;
}
