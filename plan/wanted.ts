import type { Application, Documents } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import { InputError } from "../model/findings";
import { isObject, type Json } from "../model/json";
import { type Reference, referenceKey } from "../workloads/references";
import type { TypeRegistry } from "../workloads/registry";
import { planApplication } from "./plan";

/**
 * Everything that has to be read before an Application can be planned, in the order in which it is met. Overrides are applied: what
 * they refer to is there, and what they replace is not. Mistakes are not told; planning tells them.
 */
export function wantedReferences(
  application: Application,
  documents: Pick<Documents, "policies" | "workflows">,
  registry: ClusterRegistry,
  types: TypeRegistry,
): Reference[] {
  if (!mayRead(application, documents, types)) return [];
  const wanted = new Map<string, Reference>();
  const references = {
    get(reference: Reference) {
      wanted.set(referenceKey(reference), reference);
      return { objects: [] };
    },
  };
  try {
    planApplication(application, documents, registry, { types, references });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return [...wanted.values()];
}

/** Whether the Application or a policy names a type that reads; without, nobody has to plan twice. */
function mayRead(application: Application, { policies }: Pick<Documents, "policies">, types: TypeRegistry): boolean {
  const reads = (type: Json | undefined) => typeof type === "string" && types.components.get(type)?.reads === true;
  const written = [...application.policies, ...policies].map(({ properties }) => properties);
  return application.components.some(({ type }) => reads(type)) || written.some((value) => someType(value, reads));
}

/** Whether a `type` somewhere in a value fits. */
function someType(value: Json | undefined, fits: (type: Json | undefined) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => someType(item, fits));
  if (!isObject(value)) return false;
  return fits(value.type) || Object.values(value).some((item) => someType(item, fits));
}
