import type { BinaryOperator, Expression } from "./ast";
import { ExpressionError } from "./error";
import { type Token, tokenize } from "./tokenize";

/** Operators by how strongly they bind, the weakest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!=", "<", "<=", ">", ">=", "=~", "!~"],
  ["+", "-"],
  ["*", "/"],
];

/** Functions that can be called: CUE's own that need no import. */
const FUNCTIONS = ["len"];

const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/**
 * Parses the part of CUE that people write in steps: paths, comparisons, logic, arithmetic, strings with `\( )`, lists,
 * structs, `len` and `!= _|_`.
 *
 * @throws ExpressionError for everything else, with its place
 */
export function parse(text: string): Expression {
  return new Parser(text, 0).whole();
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;

  constructor(text: string, offset: number) {
    this.#tokens = tokenize(text, offset);
  }

  whole(): Expression {
    const expression = this.#binary(0);
    const rest = this.#peek();
    if (rest.kind !== "end") throw unexpected(rest);
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", at: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    this.#next += 1;
    return token;
  }

  /** Takes the symbol if it comes next. */
  #accept(...symbols: readonly string[]): string | undefined {
    const token = this.#peek();
    if (token.kind !== "symbol" || !symbols.includes(token.text)) return undefined;
    this.#next += 1;
    return token.text;
  }

  #expect(symbol: string): void {
    const token = this.#peek();
    if (this.#accept(symbol) === undefined) throw unexpected(token, `"${symbol}"`);
  }

  #binary(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#accept(...operators) as BinaryOperator | undefined;
      if (operator === undefined) return left;
      const { at } = left;
      if ((operator === "==" || operator === "!=") && this.#accept("_|_") !== undefined) {
        left = { kind: "exists", of: left, negated: operator === "==", at };
      } else {
        left = { kind: "binary", operator, left, right: this.#binary(level + 1), at };
      }
    }
  }

  #unary(): Expression {
    const { at } = this.#peek();
    const operator = this.#accept("!", "-") as "!" | "-" | undefined;
    return operator === undefined ? this.#path() : { kind: "unary", operator, of: this.#unary(), at };
  }

  /** A value and what is taken out of it. */
  #path(): Expression {
    let of = this.#value();
    for (;;) {
      const { at } = of;
      if (this.#accept(".") !== undefined) of = { kind: "index", of, key: this.#field(), at };
      else if (this.#accept("[") !== undefined) {
        of = { kind: "index", of, key: this.#binary(0), at };
        this.#expect("]");
      } else if (of.kind === "name" && this.#accept("(") !== undefined) {
        if (!FUNCTIONS.includes(of.name)) throw new ExpressionError(`there is no function "${of.name}"`, at);
        of = { kind: "call", name: of.name, argument: this.#binary(0), at };
        this.#expect(")");
      } else return of;
    }
  }

  #field(): Expression {
    const token = this.#take();
    if (token.kind === "name") return { kind: "literal", value: token.text, at: token.at };
    if (token.kind === "string") return this.#string(token);
    throw unexpected(token, "the name of a field");
  }

  #value(): Expression {
    const token = this.#take();
    const { at } = token;
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: token.value, at };
      case "string":
        return this.#string(token);
      case "name": {
        const constant = CONSTANTS.get(token.text);
        return constant === undefined
          ? { kind: "name", name: token.text, at }
          : { kind: "literal", value: constant, at };
      }
      case "symbol":
        return this.#enclosed(token.text, token);
      case "end":
        throw unexpected(token);
    }
  }

  #enclosed(symbol: string, token: Token): Expression {
    const { at } = token;
    if (symbol === "(") {
      const inner = this.#binary(0);
      this.#expect(")");
      return inner;
    }
    if (symbol === "[") return { kind: "list", items: this.#several("]", () => this.#binary(0)), at };
    if (symbol === "{") return { kind: "struct", fields: this.#several("}", () => this.#entry()), at };
    throw unexpected(token);
  }

  #entry(): { key: string; value: Expression } {
    const key = this.#field();
    if (key.kind !== "literal") throw new ExpressionError("the name of a field is a plain word or string", key.at);
    this.#expect(":");
    return { key: String(key.value), value: this.#binary(0) };
  }

  #several<T>(end: string, one: () => T): T[] {
    const found: T[] = [];
    while (this.#accept(end) === undefined) {
      if (found.length > 0) {
        this.#expect(",");
        if (this.#accept(end) !== undefined) break;
      }
      found.push(one());
    }
    return found;
  }

  #string({ parts, at }: Extract<Token, { kind: "string" }>): Expression {
    const [only] = parts;
    if (parts.length === 1 && typeof only === "string") return { kind: "literal", value: only, at };
    return {
      kind: "text",
      parts: parts.map((part) => (typeof part === "string" ? part : new Parser(part.source, part.at).whole())),
      at,
    };
  }
}

function unexpected(token: Token, instead = "a value"): ExpressionError {
  const expected = token.kind === "end" ? "the expression ends where" : `${written(token)} stands where`;
  return new ExpressionError(`${expected} ${instead} is expected`, token.at);
}

function written(token: Token): string {
  if (token.kind === "number") return String(token.value);
  return token.kind === "string" ? "a string" : `"${"text" in token ? token.text : ""}"`;
}
