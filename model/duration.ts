/** A duration as Go programs write it, in whole seconds: `90s`, `10m`, `1h30m`. The empty text is none. */
export const DURATION = /^(\d+h)?(\d+m)?(\d+s)?$/;

/** Seconds of a text that fits {@link DURATION}. */
export function durationSeconds(duration: string): number {
  const parts = DURATION.exec(duration)?.slice(1) ?? [];
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number.parseInt(part ?? "0", 10));
  return (hours * 60 + minutes) * 60 + seconds;
}

/** The shortest text that fits {@link DURATION} and says so many seconds. */
export function durationText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, index) => (part === 0 ? "" : `${part}${"hms"[index]}`)).join("") || "0s";
}
