import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isObject } from "../../../model/json";
import { COMPONENTS } from "../../../workloads/components";

/** Places in a JSON Schema where a property has no description. */
function undescribed(schema: unknown, path = ""): string[] {
  if (Array.isArray(schema)) return schema.flatMap((item, index) => undescribed(item, `${path}/${index}`));
  if (!isObject(schema)) return [];
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const missing = properties.filter(([, value]) => isObject(value) && value.description === undefined);
  const below = Object.entries(schema).flatMap(([key, value]) => undescribed(value, `${path}/${key}`));
  return [...missing.map(([key]) => `${path}/${key}`), ...below];
}

describe("the table of component types", () => {
  it("has every type once", () => {
    expect(COMPONENTS.map((type) => type.name)).toStrictEqual([
      "webservice",
      "worker",
      "statefulset",
      "daemon",
      "task",
      "cron-task",
      "k8s-objects",
      "raw",
      "ref-objects",
      "helm",
      "kustomize",
    ]);
  });

  it.each(COMPONENTS.map((type) => [type.name, type] as const))("%s describes every property", (_, type) => {
    expect(undescribed(z.toJSONSchema(type.schema, { io: "input" }))).toStrictEqual([]);
    expect(type.description).toMatch(/^[A-Z].*[^.]$/);
  });
});
