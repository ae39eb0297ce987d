import { isObject } from "../model/json";
import { API_VERSIONS } from "../model/schema";
import type { TypeRegistry } from "../workloads/registry";
import { allDefinitions } from "./definitions";
import type { JsonSchema } from "./json-schema";

const DRAFT = "http://json-schema.org/draft-07/schema#";

type Definitions = Readonly<Record<string, JsonSchema>>;

/**
 * JSON Schemas of everything that people write, by file name: one for each kind of document, and `flotilla.json`, which finds
 * out which kind a document is. Each stands for itself: editors take long over references between files.
 */
export function documentSchemas(types: TypeRegistry): Record<string, JsonSchema> {
  const definitions = allDefinitions(types);
  const kinds = Object.keys(API_VERSIONS);
  const single = kinds.map((kind): [string, JsonSchema] => [
    `${kind.toLowerCase()}.json`,
    {
      $schema: DRAFT,
      title: kind,
      allOf: [{ $ref: `#/definitions/${kind}` }],
      definitions: reachable(kind, definitions),
    },
  ]);
  return { "flotilla.json": { ...anyDocument(kinds), definitions }, ...Object.fromEntries(single) };
}

function anyDocument(kinds: readonly string[]): JsonSchema {
  const whenKind = (kind: string, then: JsonSchema): JsonSchema => ({
    if: { properties: { kind: { const: kind } }, required: ["kind"] },
    then,
  });
  const list: JsonSchema = {
    properties: { apiVersion: { const: "v1" }, items: { type: "array", items: { $ref: "#" } } },
  };
  const apiVersion = { enum: [...new Set(Object.values(API_VERSIONS)), "v1"] };
  const kind = { enum: [...kinds, "List"] };
  return {
    $schema: DRAFT,
    title: "Application, Policy or Workflow, or an object that components refer to",
    type: "object",
    properties: {
      apiVersion: { anyOf: [apiVersion, { type: "string" }], description: "Version of the API" },
      kind: { anyOf: [kind, { type: "string" }], description: "Kind of the document" },
    },
    required: ["apiVersion", "kind"],
    allOf: [
      // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
      { if: { properties: { apiVersion: { pattern: "oam\\.dev/" } } }, then: { properties: { apiVersion, kind } } },
      ...kinds.map((kind) => whenKind(kind, { $ref: `#/definitions/${kind}` })),
      whenKind("List", { ...list, required: ["items"] }),
    ],
  };
}

/** The definitions that one of them needs, itself included. */
function reachable(name: string, definitions: Definitions): Record<string, JsonSchema> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isObject(value)) {
      if (typeof value.$ref === "string") add(value.$ref.replace("#/definitions/", ""));
      Object.values(value).forEach(visit);
    }
  };
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    visit(definitions[name]);
  };
  add(name);
  return Object.fromEntries(Object.entries(definitions).filter(([name]) => found.has(name)));
}
