import type { CheckType } from "../checks/types";
import type { OwnStepType } from "../plan/steps/own-type";
import { COMPONENTS } from "./components";
import { TRAITS } from "./traits";
import type { ComponentType, TraitType } from "./types";

/** The component and trait types that an Application may use, and the step types beside the built-in ones, by name. */
export interface TypeRegistry {
  components: ReadonlyMap<string, ComponentType>;
  traits: ReadonlyMap<string, TraitType>;
  steps: ReadonlyMap<string, OwnStepType>;
}

/** Types and checks that a user brings along: the default export of a module of own types. */
export interface OwnTypes {
  components?: readonly ComponentType[];
  traits?: readonly TraitType[];
  steps?: readonly OwnStepType[];
  checks?: readonly CheckType[];
}

/** The built-in types and, beside or instead of them, a user's own: a type of the same name replaces the built-in one. */
export function typeRegistry({ components = [], traits = [], steps = [] }: OwnTypes = {}): TypeRegistry {
  return {
    components: byName([...COMPONENTS, ...components]),
    traits: byName([...TRAITS, ...traits]),
    steps: byName(steps),
  };
}

function byName<T extends { name: string }>(types: readonly T[]): ReadonlyMap<string, T> {
  return new Map(types.map((type) => [type.name, type]));
}
