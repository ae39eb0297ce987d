import type { JsonSchema } from "./json-schema";

/**
 * The schema of a patch that merges into values of a schema, as override policies do: no field has to be there. Lists are
 * replaced whole, so what is in them stays as it is.
 */
export function patchSchema({ required: _, oneOf, anyOf = oneOf, ...schema }: JsonSchema): JsonSchema {
  const { properties, additionalProperties, allOf } = schema;
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, inner(v)])) }),
    ...(additionalProperties !== undefined && { additionalProperties: inner(additionalProperties) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(allOf && { allOf: allOf.map(inner) }),
  };
}

function inner<T>(schema: T | JsonSchema): T | JsonSchema {
  return typeof schema === "object" && schema !== null ? patchSchema(schema as JsonSchema) : schema;
}
