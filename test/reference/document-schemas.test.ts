import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readFiles } from "../../cli/read-files";
import ownSteps from "../../examples/own-steps/types";
import ownTypes from "../../examples/own-types/types";
import { parseDocuments } from "../../model/documents";
import { type FindingCode, InputError } from "../../model/findings";
import { readRegistry } from "../../model/registry";
import { planApplication } from "../../plan/plan";
import { documentSchemas } from "../../reference/document-schemas";
import { formatJson } from "../../reference/format-json";
import { typeRegistry } from "../../workloads/registry";
import { documentExamples } from "../support/examples";
import { goldenCases } from "../workloads/components/golden";
import { complaints, validator } from "./validator";

const ROOT = resolve(__dirname, "../..");
const validate = validator(typeRegistry());

/** What a JSON Schema may refuse, too. Everything else depends on other documents or on the clusters. */
const BY_SCHEMA: readonly FindingCode[] = [
  ...(["missing-field", "unknown-field", "wrong-type", "invalid-value", "not-supported"] as const),
  ...(["unknown-component-type", "unknown-trait-type", "unknown-policy-type", "unknown-step-type"] as const),
];

/** Codes of what is wrong with documents. */
function mistakes(documents: string, clusters: string): FindingCode[] {
  try {
    const parsed = parseDocuments([{ file: "app.yaml", text: documents }]);
    const { registry } = readRegistry({ file: "clusters.yaml", text: clusters });
    for (const application of parsed.documents.applications) planApplication(application, parsed.documents, registry);
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(({ code }) => code);
    throw error;
  }
}

/** An Application with one component and what else its spec says. */
const application = (component: string, spec = "") =>
  `{apiVersion: core.oam.dev/v1beta1, kind: Application, metadata: {name: a}, spec: {components: [${component}] ${spec}}}`;

const web = (rest: string) => application(`{name: web, type: webservice, properties: {image: nginx}, ${rest}}`);
const withPolicy = (policy: string) => application("", `, policies: [${policy}]`);
const withStep = (step: string) => application("", `, workflow: {steps: [${step}]}`);

describe("the JSON Schemas in schemas/", () => {
  it("are up to date; `npm run schema` writes them", () => {
    const written = readdirSync(join(ROOT, "schemas")).map((file) => [
      file,
      readFileSync(join(ROOT, "schemas", file), "utf8"),
    ]);
    const expected = Object.entries(documentSchemas(typeRegistry())).map(([file, schema]) => [
      file,
      `${formatJson(schema)}\n`,
    ]);
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
  });
});

describe("JSON Schemas accept", () => {
  const withOwnTypes = validator(typeRegistry({ ...ownTypes, ...ownSteps }));

  it.each(documentExamples())("the example %s", (name) => {
    const texts = readFiles([join(ROOT, "examples", name)]).map(({ text }) => text);
    expect(texts.flatMap((text) => complaints(withOwnTypes, text))).toEqual([]);
  });

  it.each(
    goldenCases()
      .filter(({ documents, clusters }) => !mistakes(documents, clusters).some((code) => BY_SCHEMA.includes(code)))
      .map(({ name, documents }) => [name, documents]),
  )("the golden case %s", (_, documents) => {
    expect(complaints(validate, documents)).toEqual([]);
  });

  it("what is left out, null or kept by a server", () => {
    const metadata = "metadata: {name: a, namespace: null, uid: b, managedFields: []}, status: {phase: running}";
    const kept = application("", ", policies: null").replace("metadata: {name: a}", metadata);
    expect(complaints(validate, kept)).toEqual([]);
    expect(complaints(validate, web("traits: [{type: scaler}, {type: scaler, properties: null}]"))).toEqual([]);
    expect(complaints(validate, `{apiVersion: v1, kind: List, items: [${web("")}]}`)).toEqual([]);
  });

  it("patches in overrides that leave out what a type needs", () => {
    const patch = (type: string, entry: string) => withPolicy(`{name: o, type: ${type}, properties: {${entry}}}`);
    const components = "components: [{type: webservice, properties: {memory: 1Gi}, traits: [{type: hpa}]}]";
    expect(complaints(validate, patch("override", components))).toEqual([]);
    expect(complaints(validate, patch("env-binding", `envs: [{name: e, patch: {${components}}}]`))).toEqual([]);
  });
});

describe("JSON Schemas refuse", () => {
  it.each([
    ["another kind", "{apiVersion: core.oam.dev/v1beta1, kind: Applikation}", ["/kind"]],
    ["another version", web("").replace("v1beta1", "v1alpha2"), ["/apiVersion"]],
    ["an unknown field", application("", ", polices: []"), ["/spec"]],
    [
      "a component without properties that it needs",
      application("{name: web, type: webservice}"),
      ["/spec/components/0"],
    ],
    [
      "a component without an image",
      application("{name: web, type: webservice, properties: {}}"),
      ["/spec/components/0/properties"],
    ],
    [
      "a property of another type",
      application("{name: w, type: worker, properties: {image: 1}}"),
      ["/spec/components/0/properties/image"],
    ],
    ["an unknown component type", application("{name: w, type: web-service}"), ["/spec/components/0/type"]],
    ["an unknown trait type", web("traits: [{type: scalar}]"), ["/spec/components/0/traits/0/type"]],
    [
      "a property of a trait",
      web("traits: [{type: scaler, properties: {replicas: '3'}}]"),
      ["/spec/components/0/traits/0/properties/replicas"],
    ],
    [
      "an unknown property of a policy",
      withPolicy("{type: topology, properties: {cluster: a}}"),
      ["/spec/policies/0/properties"],
    ],
    ["a policy without properties", withPolicy("{type: topology}"), ["/spec/policies/0"]],
    [
      "a patch",
      withPolicy("{type: override, properties: {components: [{type: webservice, properties: {ports: 80}}]}}"),
      ["/spec/policies/0/properties/components/0/properties/ports"],
    ],
    [
      "a list in a patch that lacks something",
      withPolicy("{type: override, properties: {components: [{type: webservice, properties: {ports: [{}]}}]}}"),
      ["/spec/policies/0/properties/components/0/properties/ports/0"],
    ],
    [
      "a trait in a patch",
      withPolicy("{type: override, properties: {components: [{traits: [{type: hpa, properties: {min: a}}]}]}}"),
      ["/spec/policies/0/properties/components/0/traits/0/properties/min"],
    ],
    ["an unknown step type", withStep("{type: deploi}"), ["/spec/workflow/steps/0/type"]],
    [
      "a property of a step",
      withStep("{type: deploy, properties: {policies: a}}"),
      ["/spec/workflow/steps/0/properties/policies"],
    ],
    [
      "a property of a sub-step",
      withStep("{type: step-group, subSteps: [{type: deploy, properties: {auto: 1}}]}"),
      ["/spec/workflow/steps/0/subSteps/0/properties/auto"],
    ],
    [
      "a Policy object",
      "{apiVersion: core.oam.dev/v1alpha1, kind: Policy, metadata: {name: a}, type: topology, properties: {clusters: a}}",
      ["/properties/clusters"],
    ],
    [
      "a Workflow object",
      "{apiVersion: core.oam.dev/v1alpha1, kind: Workflow, metadata: {name: a}, steps: [{name: a}]}",
      ["/steps/0"],
    ],
    ["an item of a List", "{apiVersion: v1, kind: List, items: [{kind: Policy}]}", ["/items/0"]],
  ])("%s", (_, text, places) => {
    const found = complaints(validate, text);
    expect(found).toEqual(expect.arrayContaining(places));
  });

  it("properties of own types", () => {
    const own = validator(typeRegistry(ownTypes));
    const text = application("{name: c, type: redis-cache, properties: {megabytes: 1}}");
    expect(complaints(own, text)).toEqual(["/spec/components/0/properties/megabytes"]);
    expect(complaints(validate, text)).toEqual(["/spec/components/0/type"]);
  });

  it("other kinds where the schema is for one", () => {
    expect(complaints(validator(typeRegistry(), "application.json"), web(""))).toEqual([]);
    expect(complaints(validator(typeRegistry(), "policy.json"), web(""))).toContain("/kind");
    expect(complaints(validator(typeRegistry(), "workflow.json"), web(""))).toContain("/kind");
  });
});
