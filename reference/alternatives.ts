import type { TraitType } from "../workloads/types";
import type { JsonSchema } from "./json-schema";

/** One of the values that `type` may have, and what it says about the `properties` beside it. */
export interface Alternative {
  name: string;
  description: string;
  /** Name of the definition that the properties have. */
  definition: string;
  /** Whether there have to be properties, may be, or may be and may also be null. */
  properties: "required" | "optional" | "nullable";
}

/** Anything with a name, a description, and properties that a schema describes. */
export type AnyType = Pick<TraitType, "name" | "description" | "schema">;

/** The alternatives that types are, with the properties `<kind>.<name>`. */
export function alternatives(
  kind: string,
  types: Iterable<AnyType>,
  need: (type: AnyType) => Alternative["properties"],
): Alternative[] {
  return [...types].map((type) => {
    const { name, description } = type;
    return { name, description, definition: `${kind}.${name}`, properties: need(type) };
  });
}

/** Properties may be left out where each of them may. */
export function neededByDefaults({ schema }: AnyType): Alternative["properties"] {
  return schema.safeParse({}).success ? "nullable" : "required";
}

/**
 * An object with `type` and `properties` that says which types there are, and which properties each has. Conditions instead
 * of plain alternatives: editors then complete the properties of the type that is written, and name the mistake in them.
 */
export function withAlternatives(schema: JsonSchema, alternatives: readonly Alternative[]): JsonSchema {
  if (alternatives.length === 0) return schema;
  const { type } = schema.properties ?? {};
  const choice = alternatives.map(({ name, description }) => ({ const: name, description }));
  return {
    ...schema,
    properties: { ...schema.properties, type: { ...(typeof type === "object" ? type : {}), anyOf: choice } },
    allOf: alternatives.map(({ name, definition, properties }) => {
      const $ref = `#/definitions/${definition}`;
      return {
        if: { properties: { type: { const: name } }, required: ["type"] },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {
          properties: { properties: properties === "nullable" ? { anyOf: [{ $ref }, { type: "null" }] } : { $ref } },
          ...(properties === "required" ? { required: ["properties"] } : {}),
        },
      };
    }),
  };
}
