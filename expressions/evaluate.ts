import { isDeepStrictEqual } from "node:util";
import type { BinaryOperator, Expression } from "./ast";
import { ExpressionError, MissingValue } from "./error";

/** A value that only a later moment knows, such as what a step that has not run will give. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** What an expression is about and what it gives. A struct or list may have parts that are not known yet. */
export type Value =
  | string
  | number
  | boolean
  | null
  | typeof UNKNOWN
  | readonly Value[]
  | { readonly [key: string]: Value };

/** The names that an expression may use. */
export type Scope = Readonly<Record<string, Value>>;

/**
 * Computes an expression, without ever running code. What depends on something unknown is unknown, unless it does not matter:
 * `false && x` is false.
 *
 * @throws ExpressionError for operands that do not fit, with its place; {@link MissingValue} for what is not there
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { at } = expression;
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "text":
      return joined(expression.parts.map((part) => (typeof part === "string" ? part : textOf(part, scope))));
    case "list":
      return expression.items.map((item) => evaluate(item, scope));
    case "struct":
      return Object.fromEntries(expression.fields.map(({ key, value }) => [key, evaluate(value, scope)]));
    case "name":
      return own(scope, expression.name, at);
    case "index":
      return indexed(evaluate(expression.of, scope), evaluate(expression.key, scope), expression.key.at);
    case "call":
      return length(evaluate(expression.argument, scope), at);
    case "unary":
      return unary(expression.operator, evaluate(expression.of, scope), at);
    case "binary":
      return binary(expression, scope);
    case "exists":
      return exists(expression.of, expression.negated, scope);
  }
}

function exists(of: Expression, negated: boolean, scope: Scope): Value {
  try {
    return evaluate(of, scope) === UNKNOWN ? UNKNOWN : !negated;
  } catch (error) {
    if (!(error instanceof MissingValue)) throw error;
    return negated;
  }
}

function own(container: Readonly<Record<string, Value>>, key: string, at: number): Value {
  const value = Object.hasOwn(container, key) ? container[key] : undefined;
  if (value === undefined) throw new MissingValue(`there is no "${key}"`, at);
  return value;
}

function indexed(of: Value, key: Value, at: number): Value {
  if (of === UNKNOWN || key === UNKNOWN) return UNKNOWN;
  if (Array.isArray(of) && typeof key === "number") {
    const item = of[key];
    if (item === undefined) throw new MissingValue(`there is no item ${key} in a list of ${of.length}`, at);
    return item;
  }
  if (isStruct(of) && typeof key === "string") return own(of, key, at);
  throw new MissingValue(`${kindOf(of)} has no ${typeof key === "string" ? `"${key}"` : "such item"}`, at);
}

function isStruct(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function length(value: Value, at: number): Value {
  if (value === UNKNOWN) return UNKNOWN;
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.length;
  if (typeof value === "object" && value !== null) return Object.keys(value).length;
  throw new ExpressionError(`${kindOf(value)} has no length`, at);
}

function unary(operator: "!" | "-", value: Value, at: number): Value {
  if (value === UNKNOWN) return UNKNOWN;
  if (operator === "!" && typeof value === "boolean") return !value;
  if (operator === "-" && typeof value === "number") return -value;
  throw new ExpressionError(`"${operator}" cannot be used with ${kindOf(value)}`, at);
}

function binary({ operator, left, right, at }: Extract<Expression, { kind: "binary" }>, scope: Scope): Value {
  const first = evaluate(left, scope);
  if (operator === "&&" || operator === "||") return logic(operator === "||", first, left, right, scope);
  const second = evaluate(right, scope);
  if (!isKnown(first) || !isKnown(second)) return UNKNOWN;
  const result = operator === "==" || operator === "!=" ? equality(first, second) : computed(operator, first, second);
  if (result === undefined) {
    throw new ExpressionError(`"${operator}" cannot be used with ${kindOf(first)} and ${kindOf(second)}`, at);
  }
  return operator === "!=" ? !result : result;
}

/** `&&` is decided by false, `||` by true, whatever the other side is. */
function logic(decisive: boolean, first: Value, left: Expression, right: Expression, scope: Scope): Value {
  if (truth(first, left) === decisive) return decisive;
  const second = truth(evaluate(right, scope), right);
  return second === decisive || first !== UNKNOWN ? second : UNKNOWN;
}

function truth(value: Value, { at }: Expression): boolean | typeof UNKNOWN {
  if (typeof value === "boolean" || value === UNKNOWN) return value;
  throw new ExpressionError(`${kindOf(value)} is neither true nor false`, at);
}

/** Undefined when values of different kinds are compared; everything can be compared with null. */
function equality(first: Value, second: Value): boolean | undefined {
  if (first === null || second === null) return first === second;
  return kindOf(first) === kindOf(second) ? isDeepStrictEqual(first, second) : undefined;
}

/** Undefined when the operator is not for such values. */
function computed(operator: BinaryOperator, first: Value, second: Value): Value | undefined {
  if (typeof first === "number" && typeof second === "number") return ofNumbers(operator, first, second);
  if (typeof first === "string" && typeof second === "string") return ofStrings(operator, first, second);
  return undefined;
}

function ofNumbers(operator: BinaryOperator, first: number, second: number): Value | undefined {
  switch (operator) {
    case "+":
      return first + second;
    case "-":
      return first - second;
    case "*":
      return first * second;
    case "/":
      return second === 0 ? undefined : first / second;
    default:
      return ordered(operator, first, second);
  }
}

function ofStrings(operator: BinaryOperator, first: string, second: string): Value | undefined {
  if (operator === "+") return first + second;
  if (operator !== "=~" && operator !== "!~") return ordered(operator, first, second);
  try {
    return new RegExp(second, "u").test(first) === (operator === "=~");
  } catch {
    return undefined;
  }
}

function ordered<T extends string | number>(operator: BinaryOperator, first: T, second: T): boolean | undefined {
  if (operator === "<") return first < second;
  if (operator === "<=") return first <= second;
  if (operator === ">") return first > second;
  return operator === ">=" ? first >= second : undefined;
}

function textOf(part: Expression, scope: Scope): string | typeof UNKNOWN {
  const value = evaluate(part, scope);
  if (value === UNKNOWN || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new ExpressionError(`${kindOf(value)} cannot be put into a string`, part.at);
}

function joined(parts: (string | typeof UNKNOWN)[]): Value {
  return parts.includes(UNKNOWN) ? UNKNOWN : parts.join("");
}

/** Whether nothing in a value is unknown. */
export function isKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isKnown);
}

function kindOf(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a struct" : `a ${typeof value}`;
}
