import { ExpressionError } from "./error";

/** One word of an expression. A string has its text in pieces: what stands between them is in `\( )`, with its place. */
export type Token = { at: number } & (
  | { kind: "name" | "symbol"; text: string }
  | { kind: "number"; value: number }
  | { kind: "string"; parts: (string | { source: string; at: number })[] }
  | { kind: "end" }
);

const BLANK = /\s*(?:\/\/[^\n]*\s*)*/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const NUMBER = /0x[0-9a-fA-F]+|(?:\d[\d_]*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SYMBOL = /_\|_|\|\||&&|[=!]=|[=!]~|<=|>=|[<>!+\-*/()[\]{}.,:]/y;

/** What CUE has and flotilla does not, by how it starts. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/"""/y, "strings over several lines are not supported"],
  [/'/y, 'strings stand in double quotes: "…"'],
  [/#/y, "raw strings and definitions are not supported"],
  [/[&|]/y, "unification and alternatives are not supported"],
  [/\?/y, "optional fields are not supported"],
  [/=/y, "a comparison is written =="],
];

/**
 * Takes an expression apart.
 *
 * @param offset where `source` starts in the text that errors are about
 * @throws ExpressionError at the first character that belongs to nothing
 */
export function tokenize(source: string, offset = 0): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(source)?.[0];
  };
  for (;;) {
    position += match(BLANK)?.length ?? 0;
    const at = offset + position;
    if (position >= source.length) return [...tokens, { kind: "end", at }];
    const symbol = match(SYMBOL);
    const name = symbol === undefined ? match(NAME) : undefined;
    const number = match(NUMBER);
    if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, at });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else if (number !== undefined) tokens.push({ kind: "number", value: Number(number.replaceAll("_", "")), at });
    const word = symbol ?? name ?? number;
    if (word !== undefined) {
      position += word.length;
      continue;
    }
    const refused = REFUSED.find(([pattern]) => match(pattern) !== undefined);
    if (refused !== undefined) throw new ExpressionError(refused[1], at);
    if (source[position] !== '"') throw new ExpressionError(`"${source[position]}" means nothing here`, at);
    const { parts, end } = readString(source, position, offset);
    tokens.push({ kind: "string", parts, at });
    position = end;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", "/": "/" };

function readString(source: string, start: number, offset: number) {
  const parts: Extract<Token, { kind: "string" }>["parts"] = [];
  let text = "";
  for (let position = start + 1; position < source.length; position += 1) {
    const character = source[position] ?? "";
    if (character === '"') return { parts: [...parts, text], end: position + 1 };
    if (character === "\n") break;
    if (character !== "\\") {
      text += character;
      continue;
    }
    position += 1;
    const escaped = source[position] ?? "";
    if (escaped === "(") {
      const end = endOfInterpolation(source, position, offset);
      parts.push(text, { source: source.slice(position + 1, end), at: offset + position + 1 });
      text = "";
      position = end;
      continue;
    }
    const code = escaped === "u" ? /^[0-9a-fA-F]{4}/.exec(source.slice(position + 1))?.[0] : undefined;
    const meant = code === undefined ? ESCAPES[escaped] : String.fromCharCode(Number.parseInt(code, 16));
    if (meant === undefined) throw new ExpressionError(`"\\${escaped}" is no escape`, offset + position - 1);
    text += meant;
    position += code?.length ?? 0;
  }
  throw new ExpressionError("the string has no end", offset + start);
}

/** Position of the parenthesis that closes the one at `open`; strings inside are passed over. */
function endOfInterpolation(source: string, open: number, offset: number): number {
  let depth = 0;
  for (let position = open; position < source.length; position += 1) {
    const character = source[position];
    if (character === '"') position = readString(source, position, offset).end - 1;
    else if (character === "(") depth += 1;
    else if (character === ")") depth -= 1;
    if (depth === 0) return position;
  }
  throw new ExpressionError("the parenthesis has no end", offset + open);
}
