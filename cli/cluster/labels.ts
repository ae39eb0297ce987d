import { InputError } from "../../model/findings";

/**
 * Reads labels as people write them in commands: `region=eu,tier=gold`.
 *
 * @throws InputError with every part that is not a key, `=` and a value
 */
export function parseLabels(text: string): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  const bad = pairs.filter((pair) => !/^\s*[^=\s]+=[^=]*$/.test(pair));
  if (bad.length > 0) {
    throw new InputError(
      bad.map((pair) => ({
        severity: "error",
        code: "invalid-value",
        message: `invalid label key-value pair ${pair}, should use the format LABEL_KEY=LABEL_VAL`,
      })),
    );
  }
  return Object.fromEntries(pairs.map((pair) => pair.split("=").map((part) => part.trim()) as [string, string]));
}

/** Labels as people read them, `region=eu`, sorted. */
export function labelLines(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
}
