const WIDTH = 120;

/**
 * Writes JSON with two spaces of indentation, and on one line what fits into one.
 *
 * @param around how much stands on the line beside the value: indentation, key and comma
 */
export function formatJson(value: unknown, indent = "", around = indent.length): string {
  const short = onOneLine(value);
  if (typeof value !== "object" || value === null || around + short.length <= WIDTH) return short;
  const inner = `${indent}  `;
  const line = (key: string, item: unknown, last: boolean) =>
    `${inner}${key}${formatJson(item, inner, inner.length + key.length + (last ? 0 : 1))}`;
  const entries = Array.isArray(value) ? value.map((item) => ["", item] as const) : keyed(value);
  const lines = entries.map(([key, item], index) => line(key, item, index === entries.length - 1)).join(",\n");
  return Array.isArray(value) ? `[\n${lines}\n${indent}]` : `{\n${lines}\n${indent}}`;
}

function keyed(value: object): (readonly [string, unknown])[] {
  return Object.entries(value).map(([key, item]) => [`${JSON.stringify(key)}: `, item]);
}

function onOneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(", ")}]`;
  const entries = keyed(value).map(([key, item]) => `${key}${onOneLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
