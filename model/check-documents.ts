import { policyName, stepName } from "./default-names";
import { isObject, type Json, type JsonObject } from "./json";
import { childOrigin, type Notes } from "./notes";
import type { Origin } from "./source";

/*
 * What a schema cannot say about documents. The checks look at documents as they are written and pass over what is not
 * well formed, so that all mistakes are told at once.
 */

/** The fields of a component that need KubeVela's runtime, revisions or scopes. */
const COMPONENT_FIELDS = ["outputs", "externalRevision", "scopes"];

/** A value in a document, and where it stands. */
interface Written {
  value: Json | undefined;
  origin: Origin;
}

/** An object in a list of a document. */
interface Item {
  value: JsonObject;
  origin: Origin;
  index: number;
}

/** Checks an Application for names that are used twice and for what is not supported. */
export function checkApplication(document: Json, origin: Origin, notes: Notes): void {
  const spec = child({ value: document, origin }, "spec");
  const components = items(spec, "components");
  notes.unique(
    "component",
    components.flatMap(({ value, origin }) => (typeof value.name === "string" ? [{ name: value.name, origin }] : [])),
  );
  for (const { value, origin } of components) notes.unsupported(origin, value, COMPONENT_FIELDS, "of a component");

  const policies = items(spec, "policies").map(({ value, origin, index }) => {
    return { name: policyName(value.name, String(value.type), index), origin };
  });
  notes.unique("policy", policies, "warning", "; the last one is used");

  const workflow = child(spec, "workflow");
  checkReference(workflow, notes);
  checkSteps(workflow, notes);
}

/** Checks a Workflow object for steps whose name is used twice and for what is not supported. */
export function checkWorkflow(document: Json, origin: Origin, notes: Notes): void {
  checkSteps({ value: document, origin }, notes);
}

function checkReference({ value, origin }: Written, notes: Notes): void {
  if (!isObject(value) || !value.ref || !Array.isArray(value.steps)) return;
  notes.error(origin, ["ref"], "invalid-value", "a workflow cannot have both ref and steps", "remove one of them");
}

/** Steps and sub-steps of a workflow share their names. */
function checkSteps(workflow: Written, notes: Notes): void {
  const steps = items(workflow, "steps").flatMap((step) => {
    const subSteps = items(step, "subSteps").map((sub) => ({
      ...sub,
      name: stepName(sub.value.name, step.index, sub.index),
    }));
    return [{ ...step, name: stepName(step.value.name, step.index) }, ...subSteps];
  });
  notes.unique("step", steps);
}

function child({ value, origin }: Written, key: string): Written {
  return { value: isObject(value) ? value[key] : undefined, origin: childOrigin(origin, key) };
}

/** The objects in the list at `key`. */
function items(parent: Written, key: string): Item[] {
  const { value, origin } = child(parent, key);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) =>
    isObject(item) ? [{ value: item, origin: childOrigin(origin, index), index }] : [],
  );
}
