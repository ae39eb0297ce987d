import { z } from "zod";
import { CHECKS } from "../checks";
import { RESERVED_NAMES } from "../checks/configuration";
import type { CheckType } from "../checks/types";
import { type Finding, InputError } from "../model/findings";
import type { Json } from "../model/json";
import { labelValueProblem } from "../model/names";
import { childOrigin, Notes } from "../model/notes";
import { PlainSource } from "../model/plain-source";
import { nameSchema } from "../model/schema";
import type { Origin } from "../model/source";
import { checkValue } from "../model/validate";
import { STEP_TYPES } from "../plan/steps";
import { type OwnTypes, type TypeRegistry, typeRegistry } from "./registry";

const aFunction = z.custom((value) => typeof value === "function", "must be a function");
const aSchema = z.custom((value) => value instanceof Object && "_zod" in value, "must be a zod schema");

const text = z.string().min(1);

const anyType = {
  /** Becomes the value of a label. */
  name: nameSchema(labelValueProblem),
  description: text,
  schema: aSchema,
};

const aCheck = z.looseObject({
  name: text.refine((name) => !RESERVED_NAMES.has(name), "is the name of a setting of flotilla:checks"),
  description: text,
  about: z.enum(["objects", "clusters"]),
  onlyProduction: z.boolean().optional(),
  parameters: z.record(z.string(), aSchema),
  check: aFunction,
});

const aStep = z.looseObject({
  ...anyType,
  name: text,
  clusters: aFunction.optional(),
  secret: z.boolean().optional(),
  run: aFunction,
});

const ownTypes = z.strictObject({
  components: z.array(z.looseObject({ ...anyType, workload: z.string().min(1), render: aFunction })).optional(),
  traits: z.array(z.looseObject({ ...anyType, appliesTo: z.array(z.string()), apply: aFunction })).optional(),
  steps: z.array(aStep).optional(),
  checks: z.array(aCheck).optional(),
});

/** The types that may be used, the checks beside the built-in ones, and what deserves a look in the module that brings some of them. */
export interface CheckedTypes {
  types: TypeRegistry;
  checks: readonly CheckType[];
  warnings: Finding[];
  /** Path of the module, when they came from one. */
  module?: string;
}

/**
 * The built-in types and those that a module exports as its default. One with the name of a built-in type takes its
 * place, with a warning.
 *
 * @param file how findings name the module
 * @throws InputError with everything that is wrong with the exported types
 */
export function checkOwnTypes(exported: unknown, file: string): CheckedTypes {
  const origin = { source: new PlainSource(file, { default: exported as Json }), path: ["default"] };
  const { value, findings } = checkValue(ownTypes, exported, [origin]);
  if (value === undefined) throw new InputError(findings);
  const own = exported as OwnTypes;
  const builtIn = typeRegistry();
  const notes = new Notes(findings);
  checkNames("component type", own.components ?? [], builtIn.components, childOrigin(origin, "components"), notes);
  checkNames("trait type", own.traits ?? [], builtIn.traits, childOrigin(origin, "traits"), notes);
  checkNames("step type", own.steps ?? [], STEP_TYPES, childOrigin(origin, "steps"), notes);
  const checks = own.checks ?? [];
  checkNames(
    "check",
    checks,
    new Map(CHECKS.map((check) => [check.name, check])),
    childOrigin(origin, "checks"),
    notes,
  );
  notes.throwErrors();
  return { types: typeRegistry(own), checks, warnings: notes.findings };
}

function checkNames(
  what: string,
  types: readonly { name: string }[],
  builtIn: ReadonlyMap<string, unknown>,
  list: Origin,
  notes: Notes,
): void {
  const named = types.map(({ name }, index) => ({ name, origin: childOrigin(list, index) }));
  notes.unique(what, named);
  for (const { name, origin } of named.filter(({ name }) => builtIn.has(name))) {
    const message = `the ${what} "${name}" takes the place of the built-in one`;
    notes.warning(origin, ["name"], "duplicate-name", message, "choose another name if both are needed");
  }
}
