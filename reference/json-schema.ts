import { z } from "zod";
import { isObject } from "../model/json";

/** A JSON Schema of draft 7, which is what editors know best. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of what people write for a zod schema, under `name`: what has a default may be left out. What JSON Schema
 * cannot say, such as checks in code, is left out. Schemas that contain themselves add definitions below that name.
 *
 * @param named parts that have a definition of their own, and its name
 */
export function toDefinitions(
  schema: z.core.$ZodType,
  name: string,
  named: ReadonlyMap<z.core.$ZodType, string> = new Map(),
): Record<string, JsonSchema> {
  const {
    $schema: _,
    definitions,
    ...root
  } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    override({ zodSchema, jsonSchema }) {
      const other = zodSchema === schema ? undefined : named.get(zodSchema);
      if (other === undefined) tidy(jsonSchema);
      else replace(jsonSchema, { $ref: `#/definitions/${other}` });
    },
  });
  const inner = Object.entries(definitions ?? {}) as [string, JsonSchema][];
  const moved = new Map(inner.map(([key, value]) => [`#/definitions/${key}`, isAnything(value) ? undefined : key]));
  const move = (value: JsonSchema) => moveReferences(value, name, moved) as JsonSchema;
  const kept = inner.filter(([, value]) => !isAnything(value));
  return { [name]: move(root), ...Object.fromEntries(kept.map(([key, value]) => [`${name}.${key}`, move(value)])) };
}

function replace(schema: JsonSchema, by: JsonSchema): void {
  for (const key of Object.keys(schema)) delete schema[key];
  Object.assign(schema, by);
}

/** Removes what says nothing: that numbers are safe integers, and that keys are strings. */
function tidy(schema: JsonSchema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (isObject(schema.propertyNames) && Object.keys(schema.propertyNames).join() === "type")
    delete schema.propertyNames;
}

/** Whether a schema is what zod makes of `z.json()`, which allows everything. */
function isAnything({ anyOf = [] }: JsonSchema): boolean {
  const types = anyOf.map((one) => (typeof one === "object" ? one.type : undefined));
  return types.join() === "string,number,boolean,null,array,object";
}

/**
 * Lets references to definitions that were moved below `name` find them; those to something that allows everything are
 * dropped.
 */
function moveReferences(value: unknown, name: string, moved: ReadonlyMap<string, string | undefined>): unknown {
  if (Array.isArray(value)) return value.map((item) => moveReferences(item, name, moved));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key !== "$ref" || !moved.has(String(inner))) return [[key, moveReferences(inner, name, moved)]];
      const definition = moved.get(String(inner));
      return definition === undefined ? [] : [["$ref", `#/definitions/${name}.${definition}`]];
    }),
  );
}
