import type { JsonSchema } from "./json-schema";

const SIMPLE: Readonly<Record<string, [one: string, several: string]>> = {
  string: ["string", "strings"],
  integer: ["integer", "integers"],
  number: ["number", "numbers"],
  boolean: ["boolean", "booleans"],
  null: ["`null`", "`null`"],
  object: ["object", "objects"],
};

/** Names the type of a schema's values in words: `integer (1 to 100)`, `list of strings`, `map of objects`, `"a"` or `"b"`. */
export function typeOf(schema: JsonSchema, several = false): string {
  const { anyOf, oneOf = anyOf, type, additionalProperties: values, properties, items } = schema;
  if (schema.const !== undefined) return choice([schema.const]);
  if (schema.enum !== undefined) return choice(schema.enum);
  if (oneOf !== undefined) return [...new Set(oneOf.map((one) => inner(one, several)))].join(" or ");
  if (Array.isArray(type)) return type.map((one) => typeOf({ type: one }, several)).join(" or ");
  if (type === "array")
    return `${several ? "lists" : "list"} of ${Array.isArray(items) ? "values" : inner(items, true)}`;
  if (type === "object" && properties === undefined && values !== undefined) {
    return `${several ? "maps" : "map"} of ${inner(values, true)}`;
  }
  const [one, many] = SIMPLE[String(type)] ?? ["any value", "any values"];
  return `${several ? many : one}${rangeOf(schema)}`;
}

function inner(schema: unknown, several: boolean): string {
  return typeof schema === "object" && schema !== null ? typeOf(schema as JsonSchema, several) : typeOf({}, several);
}

function choice(values: readonly unknown[]): string {
  return values.map((value) => `\`${JSON.stringify(value)}\``).join(", ");
}

function rangeOf({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined) return maximum === undefined ? "" : ` (at most ${maximum})`;
  return maximum === undefined ? ` (at least ${minimum})` : ` (${minimum} to ${maximum})`;
}
