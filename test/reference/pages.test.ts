import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { isObject } from "../../model/json";
import { readRegistry } from "../../model/registry";
import { planApplication } from "../../plan/plan";
import { EXAMPLES, readExample } from "../../reference/examples";
import { type JsonSchema, toDefinitions } from "../../reference/json-schema";
import { type Kind, pages, typesByKind } from "../../reference/pages";
import type { References } from "../../workloads/references";
import { typeRegistry } from "../../workloads/registry";
import { complaints, validator } from "./validator";

const ROOT = resolve(__dirname, "../..");
const types = typeRegistry();
const validate = validator(types);
const file = join(ROOT, "examples/clusters.yaml");
const { registry } = readRegistry({ file, text: readFileSync(file, "utf8") });

/** Every type, with its kind. */
const all = Object.entries(typesByKind(types)).flatMap(([kind, types]) =>
  types.map((type) => ({ kind: kind as Kind, name: type.name, type })),
);

/** Stands for everything that examples refer to. */
const references: References = {
  get: () => ({ objects: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" } }] }),
};

/** The properties below a schema that nobody has described. */
function undescribed(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one) => undescribed(one, path));
  if (!isObject(schema)) return [];
  const { properties, ...rest } = schema;
  const members = isObject(properties) ? Object.entries(properties) : [];
  return [
    ...members.flatMap(([name, member]) => {
      const { not, description } = member as JsonSchema;
      const place = `${path}.${name}`;
      return [...(not === undefined && !description ? [place] : []), ...undescribed(member, place)];
    }),
    ...Object.values(rest).flatMap((inner) => undescribed(inner, path)),
  ];
}

describe("the reference pages", () => {
  it("are up to date; `npm run docs` writes them", () => {
    for (const [name, text] of Object.entries(pages(types, readExample))) {
      expect(readFileSync(join(ROOT, "docs", name), "utf8")).toBe(text);
    }
  });

  it("have no examples of types that are gone", () => {
    const files = readdirSync(EXAMPLES).flatMap((kind) =>
      readdirSync(join(EXAMPLES, kind)).map((name) => `${kind}/${name}`),
    );
    expect(files.sort()).toEqual(all.map(({ kind, name }) => `${kind}/${name}.yaml`).sort());
  });
});

describe.each(all)("$kind/$name", ({ kind, name, type }) => {
  it("has an example that is planned without a complaint", () => {
    const text = readExample(kind, name);
    const { documents, warnings } = parseDocuments([{ file: `${name}.yaml`, text }]);
    const [application] = documents.applications;
    if (application === undefined) throw new Error("the example has no Application");
    const plan = planApplication(application, documents, registry, { types, references });
    expect([...warnings, ...plan.warnings]).toEqual([]);
    expect(plan.steps.flatMap(({ deliveries }) => deliveries)).not.toEqual([]);
    expect(complaints(validate, text)).toEqual([]);
    const used = {
      components: application.components,
      traits: application.components.flatMap(({ traits }) => traits),
      policies: application.policies,
      steps: application.workflow?.steps ?? [],
    };
    expect(used[kind].map(({ type }) => type)).toContain(name);
  });

  it("has descriptions of everything", () => {
    const definitions = toDefinitions(type.schema, name);
    expect(type.description).not.toBe("");
    expect(Object.entries(definitions).flatMap(([key, schema]) => undescribed(schema, key))).toEqual([]);
  });
});
