import type { Application } from "../model/application";
import type { Finding } from "../model/findings";
import type { Origin } from "../model/source";
import type { TypeRegistry } from "../workloads/registry";
import type { PolicySet } from "./policies";
import { unknownType } from "./render";

/**
 * Findings for component and trait types that do not exist, in the Application and in its override policies, whether or
 * not a step uses them.
 */
export function checkTypes(application: Application, policies: PolicySet, types: TypeRegistry): Finding[] {
  const written = [
    ...application.components.map((component) => ({ ...component, origin: component.origins[0] })),
    ...policies.own("override").flatMap(({ policy, spec }) =>
      (spec.components ?? []).map((patch, index) => ({
        type: patch.type ?? "",
        traits: patch.traits ?? [],
        origin: { source: policy.origin.source, path: [...policy.origin.path, "properties", "components", index] },
      })),
    ),
  ];
  return written.flatMap(({ type, traits, origin }) => [
    ...(type === "" ? [] : check("component", type, types.components, origin)),
    ...traits.flatMap((trait, index) =>
      check("trait", trait.type, types.traits, origin && { ...origin, path: [...origin.path, "traits", index] }),
    ),
  ]);
}

function check(
  what: "component" | "trait",
  name: string,
  known: ReadonlyMap<string, unknown>,
  origin: Origin | undefined,
): Finding[] {
  return known.has(name) ? [] : [unknownType(what, name, known.keys(), origin === undefined ? [] : [origin])];
}
