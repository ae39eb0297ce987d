import { describe, expect, it } from "vitest";
import { z } from "zod";
import { formatFinding, InputError } from "../../model/findings";
import { ownStepType } from "../../plan/steps/own-type";
import { typeRegistry } from "../../workloads/registry";
import { planYaml } from "../support/plan";

const nothing = async () => ({});

const look = ownStepType({
  name: "look",
  description: "Looks at clusters",
  schema: z.strictObject({
    clusters: z.array(z.string()),
    since: z.iso
      .date()
      .transform((day) => new Date(day))
      .default(new Date(0)),
  }),
  clusters: ({ clusters }) => (clusters as string[]).map((name) => name.trim()),
  run: nothing,
});
const hidden = ownStepType({
  ...look,
  name: "hidden",
  secret: true,
  clusters: (_, known) => known.map(({ name }) => name),
});
const own = typeRegistry({ steps: [look, hidden, { ...look, name: "vela-cli" }] });

const plan = (...steps: string[]) =>
  planYaml(
    `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop, namespace: demo}
spec:
  components: [{name: web, type: webservice, properties: {image: "nginx:1"}}]
  workflow:
    steps:
${steps.map((step) => `      - ${step}\n`).join("")}`,
    undefined,
    own,
  );

function mistakes(...steps: string[]): string[] {
  try {
    plan(...steps);
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(formatFinding);
    throw error;
  }
  return [];
}

describe("a step type of one's own", () => {
  it("runs in the clusters that it names, with checked properties as JSON", () => {
    const { steps } = plan("{name: a, type: look, properties: {clusters: [c1, c2]}, timeout: 30s}");
    expect(steps).toMatchObject([
      {
        reaches: ["c1", "c2"],
        timeoutSeconds: 30,
        place: { file: "app.yaml", line: 8 },
        run: {
          type: "look",
          own: true,
          properties: { clusters: ["c1", "c2"], since: "1970-01-01T00:00:00.000Z" },
          secretOutputs: false,
          mayFail: false,
        },
      },
    ]);
  });

  it("can be secret, and reach clusters that it finds among all", () => {
    const { steps } = plan("{name: a, type: hidden, properties: {clusters: []}}");
    expect(steps).toMatchObject([{ reaches: ["local", "c1", "c2", "c3"], secret: true, run: { secretOutputs: true } }]);
  });

  it("can have a name that is refused otherwise", () => {
    expect(plan("{name: a, type: vela-cli, properties: {clusters: []}}").steps[0]?.run?.own).toBe(true);
  });

  it("has outputs and failures that later steps ask about", () => {
    const { steps } = plan(
      "{name: a, type: look, properties: {clusters: []}, outputs: [{name: x, valueFrom: found}]}",
      "{name: b, type: apply-component, properties: {component: web}, inputs: [{from: x}], if: inputs.x == 1}",
      "{name: c, type: look, properties: {clusters: []}, if: status.a.failed}",
    );
    expect(steps.map(({ run, gives, conditions }) => [run?.mayFail, gives, conditions?.length])).toEqual([
      [true, ["x"], undefined],
      [undefined, undefined, 1],
      [false, undefined, 1],
    ]);
  });

  it("is refused with what is wrong with a step", () => {
    expect(
      mistakes(
        "{name: a, type: look, properties: {clusters: [c9], more: 1}}",
        "{name: b, type: look, properties: {clusters: [c9]}}",
        "{name: c, type: look}",
      ),
    ).toEqual([
      'app.yaml:8:60: error: spec.workflow.steps[0].properties.more: unknown field "more" (known fields are clusters, since)',
      'app.yaml:9:43: error: spec.workflow.steps[1].properties: step "b" needs cluster "c9", and there is none of that name',
      "app.yaml:10:9: error: spec.workflow.steps[2].properties.clusters: clusters is missing (it must be a list)",
    ]);
  });

  it("is named when its own function fails", () => {
    expect(mistakes("{name: a, type: look, properties: {clusters: [1]}}")[0]).toContain("must be a string");
    const broken = typeRegistry({
      steps: [
        {
          ...hidden,
          clusters: () => {
            throw new Error("nope");
          },
        },
      ],
    });
    const text = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: shop}
spec: {components: [], workflow: {steps: [{name: a, type: hidden, properties: {clusters: []}}]}}`;
    expect(() => planYaml(text, undefined, broken)).toThrow(
      'step "a": clusters of the step type "hidden" failed: nope',
    );
  });
});
