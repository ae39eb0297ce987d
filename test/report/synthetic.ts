import fc from "fast-check";
import type { Json } from "../../model/json";
import type { PlanFacts } from "../../report/facts";
import type { Preview, PreviewStep } from "../../report/preview";

const OPS = ["create", "update", "replace", "delete"] as const;

/** One object in one cluster of a made-up preview. */
export function step(op: string, cluster: string, name: string, data: Json = "x"): PreviewStep {
  const type = "kubernetes:core/v1:ConfigMap";
  const state = { type, custom: true, inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data } };
  const before = { ...state, inputs: { ...state.inputs, data: "before" } };
  const base = "urn:pulumi:prod::flotilla::flotilla:index:";
  return {
    op,
    urn: `${base}Application$flotilla:index:Placement$${type}::${cluster}/ConfigMap/${name}`,
    provider: `${base}Cluster$pulumi:providers:kubernetes::${cluster}::id`,
    ...(op === "create" ? {} : { oldState: before }),
    ...(op === "delete" ? {} : { newState: state }),
  };
}

/** A preview that changes every object of a fleet, in one step; `differently` decides whether every cluster gets something else. */
export function fleet(clusters: number, objects: number, differently = false): { preview: Preview; facts: PlanFacts } {
  const names = Array.from({ length: clusters }, (_, index) => `cluster-${index + 1}`);
  const steps = names.flatMap((cluster) =>
    Array.from({ length: objects }, (_, index) =>
      step("update", cluster, `object-${index}`, differently ? cluster : "now"),
    ),
  );
  const facts: PlanFacts = {
    steps: [{ application: "demo/app", step: "all", clusters: names, after: [], state: "delivers" }],
    owners: Object.fromEntries(steps.map(({ urn }) => [urn.split("::").slice(3).join("::"), 0])),
    former: {},
    clusters: names.map((name, index) => ({ name, labels: { region: `r${index % 5}` } })),
    skipped: [],
  };
  return { preview: { steps, diagnostics: [] }, facts };
}

/** Previews with anything in names, values and messages. */
export const anyPreview: fc.Arbitrary<Preview> = fc.record({
  steps: fc.array(
    fc
      .tuple(fc.constantFrom(...OPS), fc.constantFrom("a", "b", "c"), fc.string(), fc.jsonValue())
      .map(([op, cluster, name, data]) => step(op, cluster, name, data as Json)),
    { maxLength: 30 },
  ),
  diagnostics: fc.array(
    fc.record({ message: fc.string(), severity: fc.constantFrom("error", "warning", "info", "info#err") }),
    { maxLength: 3 },
  ),
});
