import { applyComponent } from "./apply-component";
import { deploy } from "./deploy";
import { deploy2env } from "./deploy2env";
import { readObject } from "./read-object";
import { stepGroup } from "./step-group";
import { suspend } from "./suspend";
import type { StepType } from "./types";

export { REFUSED_STEP_TYPES } from "./refused";

/** Every step type that is understood, by name. */
export const STEP_TYPES: ReadonlyMap<string, StepType> = new Map(
  [deploy, suspend, applyComponent, deploy2env, stepGroup, readObject].map((type): [string, StepType] => [
    type.name,
    type as StepType,
  ]),
);
