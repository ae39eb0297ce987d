import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocuments } from "../../model/documents";
import { isObject, type Json } from "../../model/json";
import { planDeliveries } from "../../plan/deliveries";
import { planOutput, planRows } from "../../plan/output";
import { accessFor } from "../../rbac/access";
import { typeRegistry } from "../../workloads/registry";
import { cluster, registry } from "../support/plan";
import { APPLICATIONS, DOCUMENTS } from "./support/documents";
import { accepted, LIMIT, runs } from "./support/runs";
import { anyObject, mutated } from "./support/values";

const REGISTRY = registry(
  cluster("c1"),
  cluster("c2"),
  cluster("beijing-1", { provider: "AWS" }),
  cluster("constructor"),
);
const { components, traits } = typeRegistry();
const OTHERS = DOCUMENTS.filter((document) => !APPLICATIONS.includes(document));

/** Plans a document beside all that the examples refer to, as text; undefined when it is refused. */
function planned(document: Json): string | undefined {
  return accepted(() => {
    const files = [document, ...OTHERS.filter((other) => JSON.stringify(other) !== JSON.stringify(document))];
    const texts = files.map((file, index) => ({ file: `f${index}.json`, text: JSON.stringify(file) }));
    const { documents } = parseDocuments(texts.slice(0, 1));
    const all = planDeliveries(documents, REGISTRY, { order: "barrier", createNamespaces: true });
    const user = { kind: "User", name: "pipeline" } as const;
    const shown = all.map(({ plan }) => [planOutput(plan), planRows(plan), accessFor(plan, user)]);
    return JSON.stringify([all.map(({ graph }) => graph), shown]);
  });
}

function check(document: Json): void {
  const once = planned(document);
  expect(planned(structuredClone(document))).toBe(once);
  if (once !== undefined) expect(JSON.stringify(JSON.parse(once))).toBe(once);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

describe("planning", () => {
  it(
    "refuses with findings, or gives the same JSON every time, for changed examples",
    () => {
      fc.assert(fc.property(mutated(APPLICATIONS), check), runs(300));
    },
    LIMIT,
  );

  it(
    "does so for any properties of every type of component and trait",
    () => {
      const component = fc.record({
        name: fc.constantFrom("web", "constructor", "a.b"),
        type: fc.constantFrom(...components.keys()),
        properties: fc.oneof(anyObject, fc.constant({ image: "nginx", cmd: ["a"], schedule: "* * * * *" })),
        traits: fc.array(fc.record({ type: fc.constantFrom(...traits.keys()), properties: anyObject }), {
          maxLength: 2,
        }),
      });
      const application = component.map((one) => ({
        ...{ apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "app" } },
        spec: { components: [one] },
      }));
      fc.assert(
        fc.property(application, (document) => check(document as Json)),
        runs(300),
      );
    },
    LIMIT,
  );

  it("accepts the examples that need nothing from outside", () => {
    const plain = APPLICATIONS.filter((document) => isObject(document) && planned(document) !== undefined);
    expect(plain.length).toBeGreaterThan(20);
  });
});
