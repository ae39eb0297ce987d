import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParsedDocuments, parseDocuments } from "../../model/documents";
import { type Finding, formatFinding, InputError } from "../../model/findings";

const APP = `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata:
  name: shop
  namespace: demo
`;

/** The findings of documents that must be refused, as a user reads them. */
function refused(...texts: string[]): string[] {
  return findingsOf(...texts).map(formatFinding);
}

function findingsOf(...texts: string[]): readonly Finding[] {
  try {
    read(...texts);
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
  throw new Error("the documents were not refused");
}

function read(...texts: string[]): ParsedDocuments {
  return parseDocuments(texts.map((text, index) => ({ file: `f${index + 1}.yaml`, text })));
}

describe("documents that are read", () => {
  it("become the model, with defaults filled in", () => {
    const { documents, warnings } = read(`${APP}  labels: {team: a}
spec:
  components:
    - name: web
      type: webservice
      properties: {image: nginx}
      traits:
        - type: scaler
  policies:
    - type: topology
    - {name: ha, type: override, properties: {}}
  workflow:
    mode: {subSteps: StepByStep}
    steps:
      - type: suspend
      - type: step-group
        mode: DAG
        subSteps:
          - {type: deploy, properties: {policies: [ha]}}
`);
    expect(warnings).toEqual([]);
    const [application] = documents.applications;
    expect(application).toMatchObject({
      name: "shop",
      namespace: "demo",
      labels: { team: "a" },
      annotations: {},
      components: [
        {
          name: "web",
          type: "webservice",
          properties: { image: "nginx" },
          traits: [{ type: "scaler", properties: {} }],
          dependsOn: [],
        },
      ],
      policies: [
        { name: "topology-auto-gen-0", type: "topology", properties: undefined },
        { name: "ha", type: "override", properties: {} },
      ],
      workflow: {
        mode: { subSteps: "StepByStep" },
        steps: [
          { name: "step-0", type: "suspend", properties: {}, subSteps: [], inputs: [], outputs: [] },
          {
            name: "step-1",
            mode: "DAG",
            subSteps: [{ name: "step-1-0", type: "deploy", properties: { policies: ["ha"] } }],
          },
        ],
      },
    });
    expect(application?.components[0]?.traits[0]?.origins[0]?.path).toEqual(["spec", "components", 0, "traits", 0]);
  });

  it("may be Policies and Workflows, in lists, in several documents and files, and in JSON", () => {
    const policy = { apiVersion: "core.oam.dev/v1alpha1", kind: "Policy", metadata: { name: "p" }, type: "topology" };
    const workflow = `apiVersion: core.oam.dev/v1alpha1
kind: Workflow
metadata: {name: w, namespace: demo}
mode: {steps: DAG}
steps: [{type: deploy}]
`;
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", metadata: {}, items: [policy] }, null, "\t");
    const { documents } = read(`---\n# nothing\n---\n${workflow}---\n`, list, `${APP}spec: {components: []}`);
    expect(documents.policies).toMatchObject([{ name: "p", namespace: "default", type: "topology" }]);
    expect(documents.workflows).toMatchObject([{ name: "w", namespace: "demo", mode: { steps: "DAG" } }]);
    expect(documents.workflows[0]?.steps[0]?.name).toBe("step-0");
    expect(documents.applications).toHaveLength(1);
  });

  it("may have been exported from a cluster", () => {
    const { documents } = read(`${APP}  uid: 1-2
  generation: 3
  resourceVersion: "17"
  creationTimestamp: 2024-01-01T00:00:00Z
  managedFields: [{manager: vela}]
  finalizers: [x/y]
  ownerReferences: []
spec: {components: []}
status: {status: running, services: [{name: web}]}
`);
    expect(documents.applications[0]?.name).toBe("shop");
  });
});

describe("documents that are refused", () => {
  it("tells every error of every file at once, with its place", () => {
    const first = `${APP}spec:
  components:
    - name: web
      tipe: webservice
      properties: []
    - name: Web
      type: 5
  polices: []
`;
    const second =
      "kind: Aplication\napiVersion: core.oam.dev/v1beta1\n---\nkind: Policy\napiVersion: v1\n---\na: [1\n";
    expect(refused(first, second)).toEqual([
      "f1.yaml:8:7: error: spec.components[0].type: type is missing (it must be a string)",
      'f1.yaml:9:7: error: spec.components[0].tipe: unknown field "tipe" (did you mean "type"?)',
      "f1.yaml:10:19: error: spec.components[0].properties: properties is a list, must be an object",
      `f1.yaml:11:13: error: spec.components[1].name: name is "Web", must consist of lower case letters, digits, '-' and '.', and start and end with a letter or digit`,
      "f1.yaml:12:13: error: spec.components[1].type: type is the number 5, must be a string (put it in quotes)",
      'f1.yaml:13:3: error: spec.polices: unknown field "polices" (did you mean "policies"?)',
      'f2.yaml:1:7: error: kind: kind "Aplication" is not supported (did you mean "Application"?)',
      'f2.yaml:5:13: error: apiVersion: apiVersion of kind Policy is "v1", must be "core.oam.dev/v1alpha1"',
      "f2.yaml:8:1: error: the indentation does not fit the lines above, or a closing bracket is missing",
    ]);
  });

  it("names both places of a name that is used twice", () => {
    const app = `${APP}spec:
  components:
    - {name: web, type: worker}
    - {name: web, type: 5}
  policies:
    - {type: topology, name: ha}
    - {name: ha, type: override}
    - {name: override-auto-gen-3, type: topology}
    - {type: override}
  workflow:
    steps:
      - {name: step-2, type: suspend}
      - {name: g, type: step-group, subSteps: [{name: g, type: suspend}]}
      - {type: deploy}
`;
    expect(refused(app, `${APP}spec: {components: []}`)).toEqual([
      'f1.yaml:9:14: error: spec.components[1].name: the component "web" is also defined at f1.yaml:8:7',
      "f1.yaml:9:25: error: spec.components[1].type: type is the number 5, must be a string (put it in quotes)",
      'f1.yaml:12:14: warning: spec.policies[1].name: the policy "ha" is also defined at f1.yaml:11:7; the last one is used',
      'f1.yaml:14:7: warning: spec.policies[3].name: the policy "override-auto-gen-3" is also defined at f1.yaml:13:7; the last one is used',
      'f1.yaml:18:55: error: spec.workflow.steps[1].subSteps[0].name: the step "g" is also defined at f1.yaml:18:9',
      'f1.yaml:19:9: error: spec.workflow.steps[2].name: the step "step-2" is also defined at f1.yaml:17:9',
      'f2.yaml:4:9: error: metadata.name: the Application "demo/shop" is also defined at f1.yaml:4:3',
    ]);
  });

  it("says what nothing would evaluate, instead of ignoring it", () => {
    const app = `${APP}spec:
  components:
    - name: web
      type: worker
      outputs: [{name: a, valueFrom: b}]
      externalRevision: v1
      scopes: {a: b}
  workflow:
    steps:
      - type: deploy
        meta: {alias: a}
`;
    expect(findingsOf(app).map(({ code, path }) => [code, path])).toEqual([
      ["not-supported", "spec.components[0].outputs"],
      ["not-supported", "spec.components[0].externalRevision"],
      ["not-supported", "spec.components[0].scopes"],
    ]);
  });

  it("does not choose between ref and steps of a workflow", () => {
    expect(refused(`${APP}spec: {components: [], workflow: {ref: w, steps: []}}`)).toEqual([
      "f1.yaml:6:40: error: spec.workflow.ref: a workflow cannot have both ref and steps (remove one of them)",
    ]);
  });

  it.each([
    ["apiVersion: v1", "kind: kind is missing (it must be a string)"],
    ["just text", "the document is a string, must be an object"],
    ["[]", "the document is a list, must be an object"],
    ["kind: Deployment\napiVersion: apps/v1", "metadata: metadata is missing (it must be an object)"],
    [
      "kind: TraitDefinition\napiVersion: core.oam.dev/v1beta1",
      'kind "TraitDefinition" is not supported (supported are',
    ],
    ["kind: List\napiVersion: v1", "items: items is missing (it must be a list)"],
    ["kind: List\napiVersion: v1\nitems: [5]", "items[0]: items[0] is the number 5, must be an object"],
    [`${APP}spec: {}`, "spec.components: components is missing (it must be a list)"],
    [`${APP}spec:`, "spec: spec is empty, must be an object"],
    [`${APP}  labels: {a: 1}\nspec: {components: []}`, "must be a string (put it in quotes)"],
    [`${APP}  labels: {a b: c}\nspec: {components: []}`, 'the key "a b" must consist of letters'],
    [`${APP}  labels: {a: b c}\nspec: {components: []}`, 'metadata.labels.a: a is "b c", must consist of'],
    [`${APP}spec: {components: [{name: ${"a".repeat(64)}, type: t}]}`, "must have at most 63 characters"],
    [`${APP}spec: {components: [{name: "", type: ""}]}`, "name must not be empty"],
    [`${APP}spec: {components: [{name: a, type: t, properties: text}]}`, "properties is the string"],
    [`${APP}spec: {components: [{name: a, type: t, traits: [{type: t, disable: true}]}]}`, 'unknown field "disable"'],
    [`${APP}spec: {components: [], workflow: {mode: {steps: dag}}}`, '(did you mean "DAG"?)'],
    [
      `${APP}spec: {components: [], workflow: {steps: [{type: t, subSteps: [{type: t, subSteps: []}]}]}}`,
      "subSteps[0]",
    ],
  ])("%j", (text, said) => {
    const findings = refused(text);
    expect(findings.join("\n")).toContain(said);
  });

  it("names the two Policies of one name in one list, and lets another namespace have the name", () => {
    const policy = (namespace: string) =>
      `  - {apiVersion: core.oam.dev/v1alpha1, kind: Policy, metadata: {name: p, namespace: ${namespace}}, type: t}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${policy("a")}${policy("b")}`;
    expect(read(list).documents.policies).toHaveLength(2);
    expect(refused(list + policy("a"))).toEqual([
      'f1.yaml:6:72: error: items[2].metadata.name: the Policy "a/p" is also defined at f1.yaml:4:65',
    ]);
  });
});

describe("fuzzing", () => {
  it("never makes anything but an InputError of arbitrary text", () => {
    const fragments = fc.constantFrom(
      ...[
        "apiVersion: core.oam.dev/v1beta1",
        "kind: Application",
        "metadata:",
        "spec:",
        "components:",
        "name: a",
        "policies:",
      ],
      ...[
        "\n",
        "\n",
        "  ",
        "    ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: ",
        "? ",
        "| ",
        "---",
        "!!int ",
        "\t",
        "#",
        '"',
        "'",
      ],
      ...["__proto__: ", "constructor: ", "null", "1e999", "0777", "kind: List", "items: "],
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(text, (content) => {
        expectReadOrRefused(content);
      }),
      { numRuns: 500 },
    );
  });

  it("never makes anything but an InputError of arbitrary values inside a document", () => {
    const document = { apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "a" } };
    const value = fc.jsonValue({ maxDepth: 4 });
    fc.assert(
      fc.property(value, value, value, (components, policies, workflow) => {
        expectReadOrRefused(JSON.stringify({ ...document, spec: { components, policies, workflow } }));
        expectReadOrRefused(JSON.stringify({ ...document, metadata: workflow, spec: { components: [components] } }));
      }),
    );
  });
});

function expectReadOrRefused(text: string): void {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
  }
}
