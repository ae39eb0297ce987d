import type { JsonSchema } from "./json-schema";
import { typeOf } from "./type-names";

/** One property, as the pages tell it. */
export interface Row {
  name: string;
  /** In words, such as `list of strings`. */
  type: string;
  required: boolean;
  /** As JSON; empty when there is none. */
  default: string;
  description: string;
}

/** The properties of one object. */
export interface Table {
  /** Where the object stands in the properties of the type, such as `ports[]`; empty for these themselves. */
  path: string;
  /** What the object is, where there are alternatives: the value that tells it from the others, such as `type: pvc`. */
  when: string;
  /** The path of the same properties, when they were shown before; there are no rows then. */
  sameAs?: string;
  rows: Row[];
}

/** The properties of a schema and of every object in it, outer ones first. Objects that are the same are shown once. */
export function tables(schema: JsonSchema): Table[] {
  const shown = new Map<string, string>();
  const collect = (object: JsonSchema, path: string): Table[] =>
    objectsIn(object, path).flatMap(({ object, path }) => {
      const when = whenOf(object);
      const content = JSON.stringify([members(object), object.required, object.additionalProperties]);
      const sameAs = shown.get(content);
      if (sameAs === path) return [];
      if (sameAs !== undefined) return [{ path, when, sameAs, rows: [] }];
      shown.set(content, path);
      const inner = members(object).flatMap(([name, member]) =>
        collect(member, path === "" ? name : `${path}.${name}`),
      );
      return [{ path, when, rows: rowsOf(object) }, ...inner];
    });
  return collect(schema, "");
}

/** The objects with properties that a value may be or hold, through lists, maps and alternatives. */
function objectsIn(schema: JsonSchema, path: string): { object: JsonSchema; path: string }[] {
  const { items, anyOf, oneOf = anyOf, properties, additionalProperties } = schema;
  if (properties !== undefined) return [{ object: schema, path }];
  if (isSchema(items)) return objectsIn(items, `${path}[]`);
  if (oneOf !== undefined) return oneOf.filter(isSchema).flatMap((one) => objectsIn(one, path));
  if (!isSchema(additionalProperties)) return [];
  return path === "" ? [{ object: schema, path }] : objectsIn(additionalProperties, `${path}.<key>`);
}

function members({ properties = {} }: JsonSchema): [string, JsonSchema][] {
  return Object.entries(properties).filter(
    (entry): entry is [string, JsonSchema] => isSchema(entry[1]) && entry[1].not === undefined,
  );
}

function rowsOf(object: JsonSchema): Row[] {
  const { required = [], additionalProperties, properties } = object;
  const named = members(object).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    required: required.includes(name),
    default: defaultOf(schema),
    description: schema.description ?? "",
  }));
  if (!isSchema(additionalProperties)) return named;
  const description = properties === undefined ? (object.description ?? "") : "Taken as it is";
  return [...named, { name: "<key>", type: typeOf(additionalProperties), required: false, default: "", description }];
}

/** Defaults of objects are those of their properties. */
function defaultOf({ default: value }: JsonSchema): string {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return value === undefined || isObject ? "" : JSON.stringify(value);
}

function whenOf(object: JsonSchema): string {
  const constants = members(object).flatMap(([name, schema]) =>
    typeof schema.const === "string" ? [`${name}: ${schema.const}`] : [],
  );
  return constants.join(", ");
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
