import type { z } from "zod";
import { appDeploymentSchema, applicationRevisionSchema, clusterObjectSchema } from "../model/app-deployment-schema";
import { applicationSchema, policySchema, TYPED_PARTS, workflowSchema } from "../model/schema";
import { NEED_PROPERTIES } from "../plan/policies";
import { stepTypes } from "../plan/steps";
import { POLICY_TYPES } from "../policies";
import { componentPatch, traitPatch } from "../policies/override";
import type { TypeRegistry } from "../workloads/registry";
import { type Alternative, type AnyType, alternatives, neededByDefaults, withAlternatives } from "./alternatives";
import { type JsonSchema, toDefinitions } from "./json-schema";
import { patchSchema } from "./patch-schema";

/** The documents and their parts, the properties of every type, and those of patches, by name. */
export function allDefinitions(registry: TypeRegistry): Record<string, JsonSchema> {
  const parts = partsOf(registry);
  const names = new Map<z.core.$ZodType, string>(parts.map(({ name, schema }) => [schema, name]));
  const properties = (kind: string, types: Iterable<AnyType>) =>
    merge([...types].map(({ name, schema }) => toDefinitions(schema, `${kind}.${name}`, names)));
  const rendered = {
    ...properties("component", registry.components.values()),
    ...properties("trait", registry.traits.values()),
  };
  return {
    ...merge(
      parts.map(({ name, schema, alternatives }) => {
        const made = toDefinitions(schema, name, names);
        return { ...made, [name]: withAlternatives(made[name] ?? {}, alternatives) };
      }),
    ),
    ...rendered,
    ...patches(rendered),
    ...properties("policy", POLICY_TYPES.values()),
    ...properties("step", stepTypes(registry.steps).values()),
  };
}

/** A document, or an entry of a list in one, whose `type` may say which `properties` it has. */
interface Part {
  name: string;
  schema: z.ZodType;
  alternatives: readonly Alternative[];
}

function partsOf({ components, traits, steps: own }: TypeRegistry): Part[] {
  const policies = alternatives("policy", POLICY_TYPES.values(), ({ name }) =>
    NEED_PROPERTIES.includes(name) ? "required" : "nullable",
  );
  const steps = alternatives("step", stepTypes(own).values(), neededByDefaults);
  return [
    { name: "Application", schema: applicationSchema, alternatives: [] },
    { name: "AppDeployment", schema: appDeploymentSchema, alternatives: [] },
    { name: "ApplicationRevision", schema: applicationRevisionSchema, alternatives: [] },
    { name: "Cluster", schema: clusterObjectSchema, alternatives: [] },
    { name: "Policy", schema: policySchema, alternatives: policies },
    { name: "Workflow", schema: workflowSchema, alternatives: [] },
    {
      ...{ name: "component", schema: TYPED_PARTS.component },
      alternatives: alternatives("component", components.values(), neededByDefaults),
    },
    {
      ...{ name: "trait", schema: TYPED_PARTS.trait },
      alternatives: alternatives("trait", traits.values(), neededByDefaults),
    },
    { name: "policy", schema: TYPED_PARTS.policy, alternatives: policies },
    { name: "step", schema: TYPED_PARTS.step, alternatives: steps },
    { name: "sub-step", schema: TYPED_PARTS.subStep, alternatives: steps },
    {
      ...{ name: "component-patch", schema: componentPatch },
      alternatives: alternatives("component-patch", components.values(), () => "optional"),
    },
    {
      ...{ name: "trait-patch", schema: traitPatch },
      alternatives: alternatives("trait-patch", traits.values(), () => "optional"),
    },
  ];
}

/** `component-patch.<type>` for each `component.<type>`, and the same for traits. */
function patches(definitions: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name.replace(".", "-patch."), patchSchema(schema)]),
  );
}

function merge<T>(records: readonly Record<string, T>[]): Record<string, T> {
  return Object.assign({}, ...records);
}
