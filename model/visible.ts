/*
 * Control characters, which move the cursor of a terminal or end a line, and characters that are not seen or that turn
 * text around: what is read is not what is there.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text as it is safe to print on one line: what cannot be seen is written as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** JSON that is safe to print, and means the same: what cannot be seen is written as JSON escapes. Line breaks stay. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (character) =>
    character === "\n" ? character : [...Array(character.length).keys()].map((at) => escaped(character, at)).join(""),
  );
}

function escaped(text: string, at: number): string {
  return `\\u${text.charCodeAt(at).toString(16).padStart(4, "0")}`;
}

/** A copy of plain data in which every text is safe to print on one line. */
export function visibleValues<T>(value: T): T {
  if (typeof value === "string") return visible(value) as T;
  if (Array.isArray(value)) return value.map(visibleValues) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visibleValues(item)])) as T;
}
