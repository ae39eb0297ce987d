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
          { name: "step-0", type: "suspend", properties: {}, subSteps: [], control: {} },
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
      "f2.yaml:8:1: error: the indentation does not fit the lines above",
    ]);
  });
});
