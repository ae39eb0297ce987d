import type { CheckType } from "../checks/types";
import { COMPONENTS } from "./components";
import { TRAITS } from "./traits";
import type { ComponentType, TraitType } from "./types";

/** The component and trait types that an Application may use, by name. */
export interface TypeRegistry {
  components: ReadonlyMap<string, ComponentType>;
  traits: ReadonlyMap<string, TraitType>;
}

/** Types and checks that a user brings along: the default export of a module of own types. */
export interface OwnTypes {
  components?: readonly ComponentType[];
  traits?: readonly TraitType[];
  checks?: readonly CheckType[];
}

/** The built-in types and, beside or instead of them, a user's own: a type of the same name replaces the built-in one. */
export function typeRegistry({ components = [], traits = [] }: OwnTypes = {}): TypeRegistry {
  return { components: byName([...COMPONENTS, ...components]), traits: byName([...TRAITS, ...traits]) };
}

function byName<T extends { name: string }>(types: readonly T[]): ReadonlyMap<string, T> {
  return new Map(types.map((type) => [type.name, type]));
}
