import { expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import type { OwnTypes } from "../../workloads/registry";
import {
  type ComponentType,
  componentType,
  type RenderContext,
  type TraitContext,
  type TraitType,
  traitType,
} from "../../workloads/types";

const schema = z.object({
  image: z.string(),
  replicas: z.int().default(1),
  mode: z.enum(["fast", "safe"]).optional(),
});

interface Properties {
  image: string;
  replicas: number;
  mode?: "fast" | "safe" | undefined;
}

const component = componentType({
  name: "c",
  description: "A component type",
  workload: "deployments.apps",
  schema,
  render(properties, context) {
    expectTypeOf(properties).toEqualTypeOf<Properties>();
    expectTypeOf(context).toEqualTypeOf<RenderContext>();
    return { workload: { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: properties.replicas } } };
  },
});

const trait = traitType({
  name: "t",
  description: "A trait type",
  appliesTo: ["*"],
  schema,
  apply(properties, context) {
    expectTypeOf(properties).toEqualTypeOf<Properties>();
    expectTypeOf(context).toEqualTypeOf<TraitContext>();
    return {};
  },
});

it("infers the properties that a type's functions see from its schema, after defaults", () => {
  expectTypeOf(component).toEqualTypeOf<ComponentType<Properties>>();
  expectTypeOf(trait).toEqualTypeOf<TraitType<Properties>>();
  expectTypeOf({ components: [component], traits: [trait] }).toExtend<OwnTypes>();
  expect(component.schema.parse({ image: "nginx" })).toEqual({ image: "nginx", replicas: 1 });
});

it("refuses functions that expect other properties, and results that are no objects", () => {
  const rest = { name: "c", description: "", workload: "", schema };
  // @ts-expect-error the schema does not have this property
  componentType({ ...rest, render: ({ nope }) => ({ workload: { apiVersion: "v1", kind: nope } }) });
  // @ts-expect-error an object needs a kind
  componentType({ ...rest, render: () => ({ workload: { apiVersion: "v1" } }) });
  expect(rest.schema).toBe(schema);
});
