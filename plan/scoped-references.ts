import { type Application, type Documents, type Scope, scopeOf } from "../model/application";
import { type Found, NOTHING_READ, type References } from "../workloads/references";
import { objectsInFiles } from "./objects-in-files";
import type { PlanningOptions } from "./types";

/** Planning options for one Application: what it was taken from a revision with comes before what was read for all. */
export function planningFor(
  application: Application,
  documents: Documents,
  planning: PlanningOptions,
): PlanningOptions {
  const scope = scopeOf(application, documents);
  if (scope === documents) return planning;
  return { ...planning, references: scopedReferences(scope, planning.references ?? NOTHING_READ) };
}

/** References of which those to objects mean what a scope has, if it has it. */
export function scopedReferences(scope: Pick<Scope, "objects">, references: References): References {
  return {
    get(reference) {
      const own = reference.from === "cluster" ? objectsInFiles(reference, scope.objects) : [];
      if (own.length === 0) return references.get(reference);
      return { objects: own.map(({ object }) => object as Found["objects"][number]) };
    },
  };
}
