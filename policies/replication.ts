import { z } from "zod";
import type { Component } from "../model/application";
import { type Problem, policyType } from "./types";

/** Makes copies of components, one per key. Semantics: KubeVela `pkg/policy/replication.go`. */
export const replication = policyType({
  name: "replication",
  description: "Delivers components several times in one placement, once for each key.",
  schema: z.strictObject({
    keys: z
      .array(z.string())
      .default([])
      .describe(
        "Keys of the copies. A type sees the key of its copy as `context.replicaKey`; the built-in types give all copies the same names, so several keys need a type of your own.",
      ),
    selector: z.array(z.string()).default([]).describe("Names of the components to copy."),
  }),
});

/** Properties of a replication policy. */
export type Replication = z.infer<typeof replication.schema>;

/**
 * The copies that replace the selected components, component by component and key by key; other components keep their
 * place before them.
 */
export function applyReplication(
  components: readonly Component[],
  spec: Replication,
): { components: Component[]; problems: Problem[] } {
  const selected = components.filter((component) => spec.selector.includes(component.name));
  const copies = selected.flatMap((component) => spec.keys.map((replicaKey) => ({ ...component, replicaKey })));
  const problems: Problem[] = [];
  if (selected.length === 0) {
    problems.push({
      severity: "error",
      code: "unknown-component",
      message: "no component is selected to be replicated",
      hint: `components here: ${components.map(({ name }) => name).join(", ")}`,
      path: ["selector"],
    });
  }
  return { components: [...components.filter((component) => !selected.includes(component)), ...copies], problems };
}
