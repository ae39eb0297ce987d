/** Operators between two values, as CUE writes them. */
export type BinaryOperator = "||" | "&&" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "=~" | "!~" | "+" | "-" | "*" | "/";

/** An expression, as data. `at` is where it starts in its text, counted from 0. */
export type Expression = { at: number } & (
  | { kind: "literal"; value: string | number | boolean | null }
  /** A string with expressions in it: `"a \(b) c"`. */
  | { kind: "text"; parts: (string | Expression)[] }
  | { kind: "list"; items: Expression[] }
  | { kind: "struct"; fields: { key: string; value: Expression }[] }
  | { kind: "name"; name: string }
  /** `of.key` and `of["key"]`. */
  | { kind: "index"; of: Expression; key: Expression }
  | { kind: "call"; name: string; argument: Expression }
  | { kind: "unary"; operator: "!" | "-"; of: Expression }
  | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  /** `of != _|_`: whether there is such a value. */
  | { kind: "exists"; of: Expression; negated: boolean }
);
