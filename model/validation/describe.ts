import type { Path } from "../findings";

const SHOWN_LENGTH = 40;

/** Keys whose values, and all below them, may be secret; `value` because of environment variables. */
const SENSITIVE =
  /pass|token|secret|credential|private|kubeconfig|^(?:data|stringData|binaryData|value|auth|key)$|apikey/i;

/** Names the type of a value as people say it: `a string`, `a list`, `empty`. */
export function describeType(value: unknown): string {
  if (value === undefined || value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  return TYPE_NAMES[typeof value] ?? "something else";
}

/** Names a type that a schema expects. */
export function describeExpected(expected: string): string {
  return TYPE_NAMES[expected] ?? expected;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "a boolean",
  object: "an object",
  record: "an object",
  map: "an object",
  array: "a list",
  tuple: "a list",
  null: "null",
  undefined: "left out",
  never: "left out",
};

/** Shows a value shortly, or only its type when it is large, has no name, or has a name that says it may be secret. */
export function describeValue(value: unknown, path: Path): string {
  const names = path.filter((key) => typeof key === "string");
  if (names.length === 0 || names.some((name) => SENSITIVE.test(name))) return describeType(value);
  if (typeof value === "string") return `the string ${quote(value)}`;
  return typeof value === "number" || typeof value === "boolean" ? `the ${typeof value} ${value}` : describeType(value);
}

/** Writes values as alternatives: `"a", "b" or "c"`; that a value may also be left out is not said. */
export function describeChoice(values: readonly unknown[]): string {
  const texts = values.filter((value) => value !== undefined).map((value) => JSON.stringify(value) ?? String(value));
  const last = texts.pop() ?? "";
  return texts.length === 0 ? last : `${texts.join(", ")} or ${last}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}
