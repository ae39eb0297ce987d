import type { z } from "zod";
import type { Path } from "../findings";

/** What a schema expects at one place, over all of its alternatives. */
export interface Expected {
  /** The fields it knows, when it is an object. */
  keys: string[];
  /** Whether a transformation may have changed the value, or something around it. */
  transformed: boolean;
}

/** What `schema` expects at `path`. */
export function expectedAt(schema: z.core.$ZodType, path: Path): Expected {
  const found = path.reduce((places, key) => places.flatMap((place) => below(place, key)), plain({ schema }));
  return {
    keys: [...new Set(found.flatMap((place) => shapeKeys(place.schema)))],
    transformed: found.some((place) => place.transformed === true),
  };
}

interface Place {
  schema: z.core.$ZodType;
  transformed?: boolean;
}

function below(place: Place, key: string | number): Place[] {
  const schema = child(place.schema, key);
  return schema === undefined ? [] : plain({ ...place, schema });
}

function shapeKeys(schema: z.core.$ZodType): string[] {
  const { def } = asType(schema);
  return def.type === "object" ? Object.keys(def.shape) : [];
}

/** What a key or index of the schema's value leads to. */
function child(schema: z.core.$ZodType, key: string | number): z.core.$ZodType | undefined {
  const { def } = asType(schema);
  switch (def.type) {
    case "object":
      return Object.hasOwn(def.shape, key) ? def.shape[key] : def.catchall;
    case "record":
      return def.valueType;
    case "array":
      return def.element;
    case "tuple":
      return typeof key === "number" ? (def.items[key] ?? def.rest ?? undefined) : undefined;
    default:
      return undefined;
  }
}

/** Takes a schema's wrappers off: optional, default, lazy and the like; unions become their alternatives. */
function plain(place: Place): Place[] {
  const { def } = asType(place.schema);
  switch (def.type) {
    case "union":
      return def.options.flatMap((schema) => plain({ ...place, schema }));
    case "intersection":
      return [def.left, def.right].flatMap((schema) => plain({ ...place, schema }));
    case "pipe":
      return [def.in, def.out].flatMap((schema) => plain({ schema, transformed: true }));
    case "lazy":
      return plain({ ...place, schema: def.getter() });
    case "optional":
    case "nullable":
    case "default":
    case "prefault":
    case "nonoptional":
    case "readonly":
    case "catch":
      return plain({ ...place, schema: def.innerType });
    default:
      return [place];
  }
}

function asType(schema: z.core.$ZodType): { def: z.core.$ZodTypes["_zod"]["def"] } {
  return { def: (schema as z.core.$ZodTypes)._zod.def };
}
