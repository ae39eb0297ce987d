import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatFinding, InputError } from "../../model/findings";
import { ownStepType } from "../../plan/steps/own-type";
import { checkOwnTypes } from "../../workloads/own-types";
import { componentType, traitType } from "../../workloads/types";

const cache = componentType({
  name: "cache",
  description: "A cache",
  workload: "deployments.apps",
  schema: z.object({}),
  render: () => ({ workload: { apiVersion: "apps/v1", kind: "Deployment" } }),
});

const scrape = traitType({
  name: "scrape",
  description: "Lets metrics be read",
  appliesTo: ["*"],
  schema: z.object({}),
  apply: () => ({}),
});

const look = ownStepType({ name: "look", description: "Looks", schema: z.object({}), run: async () => ({}) });

/** What is wrong with the default export of `types.ts`, one line for each mistake. */
function mistakes(exported: unknown): string[] {
  try {
    checkOwnTypes(exported, "types.ts");
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding);
    throw error;
  }
  return [];
}

describe("own types", () => {
  it("stand beside the built-in ones", () => {
    const { types, warnings } = checkOwnTypes({ components: [cache], traits: [scrape] }, "types.ts");
    expect(types.components.get("cache")).toBe(cache);
    expect(types.traits.get("scrape")).toBe(scrape);
    expect(types.components.has("webservice") && types.traits.has("gateway")).toBe(true);
    expect(warnings).toEqual([]);
    expect(mistakes({})).toEqual([]);
  });

  it("take the place of built-in ones of the same name, with a warning", () => {
    const own = { ...scrape, name: "scaler" };
    const { types, warnings } = checkOwnTypes({ traits: [scrape, own] }, "types.ts");
    expect(types.traits.get("scaler")).toBe(own);
    expect(warnings.map(formatFinding)).toEqual([
      'types.ts: warning: default.traits[1].name: the trait type "scaler" takes the place of the built-in one (choose another name if both are needed)',
    ]);
  });

  it("are step types too, which may stand for those that KubeVela has", () => {
    const { types, warnings } = checkOwnTypes({ steps: [look, { ...look, name: "webhook" }] }, "types.ts");
    expect([...types.steps.keys()]).toEqual(["look", "webhook"]);
    expect(warnings.map(formatFinding)).toEqual([
      'types.ts: warning: default.steps[1].name: the step type "webhook" takes the place of the built-in one (choose another name if both are needed)',
    ]);
    expect(mistakes({ steps: [{ ...look, run: 1, secret: "yes" }] })).toEqual([
      "types.ts: error: default.steps[0].secret: secret is a string, must be a boolean",
      "types.ts: error: default.steps[0].run: run must be a function",
    ]);
  });

  it("cannot be two of one name", () => {
    expect(mistakes({ components: [cache, cache] })).toEqual([
      'types.ts: error: default.components[1].name: the component type "cache" is also defined at types.ts: default.components[0]',
    ]);
  });

  it("are refused with everything that is wrong", () => {
    const { schema: _, ...broken } = { ...cache, name: "a cache", render: "nope" };
    expect(mistakes({ components: [broken, 1], trait: [scrape] })).toEqual([
      `types.ts: error: default.components[0].name: name is "a cache", must consist of letters, digits, '-', '_' and '.', and start and end with a letter or digit`,
      "types.ts: error: default.components[0].schema: schema must be a zod schema",
      "types.ts: error: default.components[0].render: render must be a function",
      "types.ts: error: default.components[1]: components[1] is the number 1, must be an object",
      'types.ts: error: default.trait: unknown field "trait" (did you mean "traits"?)',
    ]);
    expect(mistakes([cache])).toEqual(["types.ts: error: default: default is a list, must be an object"]);
  });
});
