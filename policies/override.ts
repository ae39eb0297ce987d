import { z } from "zod";
import type { Component, Trait } from "../model/application";
import type { Path } from "../model/findings";
import type { JsonObject } from "../model/json";
import type { Origin } from "../model/source";
import { mergeProperties } from "./merge";
import { type Problem, policyType } from "./types";

const properties = z.record(z.string(), z.json()).optional();

/** One entry of `traits` in an entry of `components`. */
export const traitPatch = z.strictObject({
  type: z.string().describe("Trait type; the component's trait of this type is changed, or one is added."),
  properties: properties.describe("Properties to merge into the trait's."),
  disable: z.boolean().optional().describe("Removes the trait."),
});

/** One entry of `components`: what to change, add or replace. */
export const componentPatch = z.strictObject({
  name: z.string().optional().describe("Component name or pattern; a name nobody has adds a component."),
  type: z.string().optional().describe("Without a name: every component of this type. With one: its type."),
  properties: properties.describe("Properties to merge into the component's."),
  traits: z.array(traitPatch).optional().describe("Changes of traits, by type."),
  externalRevision: z.string().optional().describe("Accepted for compatibility; without effect."),
});

/**
 * What differs somewhere: changed, added and selected components.
 * Semantics: KubeVela `pkg/policy/envbinding/patch.go` (`PatchComponents`).
 */
export const override = policyType({
  name: "override",
  description: "Changes components for the steps that use it.",
  schema: z.strictObject({
    components: z.array(componentPatch).optional().describe("Changes, applied one after the other."),
    selector: z.array(z.string()).optional().describe("Keeps only these components, after the changes."),
  }),
});

/** Properties of an override policy. */
export type Override = z.infer<typeof override.schema>;
type ComponentPatch = z.infer<typeof componentPatch>;
type TraitPatch = z.infer<typeof traitPatch>;

/** Components by the name they had at first; an entry that replaces a component may rename what is under the key. */
type Components = Map<string, Component>;

/**
 * Applies one override policy, whose properties are written at `written`, to components, and says what it could not do.
 * Components that no entry touches stay the very same objects.
 */
export function applyOverride(
  components: readonly Component[],
  spec: Override,
  written: Origin,
): { components: Component[]; problems: Problem[] } {
  const byName: Components = new Map(components.map((component) => [component.name, component]));
  const problems = (spec.components ?? []).flatMap((patch, index) => {
    const path: Path = ["components", index];
    return applyEntry(byName, patch, path, { ...written, path: [...written.path, ...path] });
  });
  const { selector } = spec;
  if (selector === undefined) return { components: [...byName.values()], problems };
  const kept = [...byName].filter(([name]) => selector.includes(name)).map(([, component]) => component);
  problems.push(...selectorProblems(selector, byName, kept));
  return { components: kept, problems };
}

function applyEntry(byName: Components, patch: ComponentPatch, path: Path, origin: Origin): Problem[] {
  return patch.name === undefined || patch.name === ""
    ? applyByType(byName, patch, path, origin)
    : applyByName(byName, patch, patch.name, path, origin);
}

function applyByType(byName: Components, patch: ComponentPatch, path: Path, origin: Origin): Problem[] {
  const matching = [...byName].filter(([, component]) => !patch.type || component.type === patch.type);
  for (const [key, component] of matching) byName.set(key, mergeComponent(component, patch, origin));
  if (matching.length > 0) return [];
  return [
    {
      severity: "warning",
      code: "nothing-matches",
      message: patch.type
        ? `no component has the type "${patch.type}", so this changes nothing`
        : "there is no component to change",
      path,
    },
  ];
}

function applyByName(byName: Components, patch: ComponentPatch, name: string, path: Path, origin: Origin): Problem[] {
  const pattern = namePattern(name);
  const matching = pattern === undefined ? [] : [...byName].filter(([key]) => pattern.test(key));
  if (matching.length === 0) return addComponent(byName, patch, name, path, origin);
  return matching.flatMap(([key, component]) => {
    const sameType = !patch.type || component.type === patch.type;
    byName.set(key, sameType ? mergeComponent(component, patch, origin) : newComponent(patch, name, origin));
    return [...patternProblems(key, name, path), ...(sameType ? [] : replacedProblem(component, patch, name, path))];
  });
}

/** KubeVela reads the name as an unanchored regular expression in which `*` means anything. */
function namePattern(name: string): RegExp | undefined {
  try {
    return new RegExp(name.replaceAll("*", ".*"));
  } catch {
    return undefined;
  }
}

function patternProblems(key: string, name: string, path: Path): Problem[] {
  if (key === name || name.includes("*")) return [];
  return [
    {
      severity: "warning",
      code: "nothing-matches",
      message: `the name "${name}" is a pattern and also matches the component "${key}"`,
      hint: `write "^${name}$" to mean only that component`,
      path: [...path, "name"],
    },
  ];
}

function replacedProblem(component: Component, patch: ComponentPatch, name: string, path: Path): Problem[] {
  const renamed = component.name === name ? "" : `, also its name, which becomes "${name}"`;
  return [
    {
      severity: "warning",
      code: "nothing-matches",
      message: `the component "${component.name}" has the type "${component.type}", not "${patch.type}": everything of it is replaced${renamed}`,
      path: [...path, "type"],
    },
  ];
}

function addComponent(byName: Components, patch: ComponentPatch, name: string, path: Path, origin: Origin): Problem[] {
  if (!/[a-z]/.test(name)) {
    return [
      {
        severity: "warning",
        code: "nothing-matches",
        message: `no component is called "${name}", and a new one needs a lower-case letter in its name: this does nothing`,
        path: [...path, "name"],
      },
    ];
  }
  byName.set(name, newComponent(patch, name, origin));
  return [];
}

function newComponent(patch: ComponentPatch, name: string, origin: Origin): Component {
  const traits = (patch.traits ?? []).flatMap((trait, index) =>
    trait.disable ? [] : [newTrait(trait, traitOrigin(origin, index))],
  );
  return {
    name,
    type: patch.type ?? "",
    properties: (patch.properties as JsonObject | undefined) ?? {},
    traits,
    dependsOn: [],
    origins: [origin],
  };
}

function mergeComponent(base: Component, patch: ComponentPatch, origin: Origin): Component {
  return {
    ...base,
    properties: mergeProperties(base.properties, (patch.properties as JsonObject | undefined) ?? {}),
    traits: mergeTraits(base.traits, patch.traits ?? [], origin),
    origins: [...base.origins, origin],
  };
}

/** Traits are told apart by type only: two of one type in the base both become the last one's merged content. */
function mergeTraits(base: readonly Trait[], patches: readonly TraitPatch[], origin: Origin): Trait[] {
  const byType = new Map(base.map((trait) => [trait.type, trait]));
  const order = base.map((trait) => trait.type);
  patches.forEach((patch, index) => {
    const before = byType.get(patch.type);
    if (patch.disable) byType.delete(patch.type);
    else if (before !== undefined) byType.set(patch.type, mergeTrait(before, patch, traitOrigin(origin, index)));
    else {
      byType.set(patch.type, newTrait(patch, traitOrigin(origin, index)));
      order.push(patch.type);
    }
  });
  return order.flatMap((type) => byType.get(type) ?? []);
}

function mergeTrait(base: Trait, patch: TraitPatch, origin: Origin): Trait {
  return {
    type: base.type,
    properties: mergeProperties(base.properties, (patch.properties as JsonObject | undefined) ?? {}),
    origins: [...base.origins, origin],
  };
}

function newTrait(patch: TraitPatch, origin: Origin): Trait {
  return { type: patch.type, properties: (patch.properties as JsonObject | undefined) ?? {}, origins: [origin] };
}

function traitOrigin(origin: Origin, index: number): Origin {
  return { source: origin.source, path: [...origin.path, "traits", index] };
}

function selectorProblems(selector: string[], byName: Components, kept: Component[]): Problem[] {
  const unknown: Problem[] = selector.flatMap((name, index) =>
    byName.has(name)
      ? []
      : [
          {
            severity: "warning",
            code: "nothing-matches",
            message: `the selector names "${name}", but there is no such component here`,
            path: ["selector", index],
          },
        ],
  );
  if (kept.length > 0) return unknown;
  return [
    ...unknown,
    {
      severity: "warning",
      code: "nothing-matches",
      message: "the selector leaves no component, so nothing is delivered",
      path: ["selector"],
    },
  ];
}
