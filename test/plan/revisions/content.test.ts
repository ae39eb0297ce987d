import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../model/json";
import { revisionDigest, revisionDocuments } from "../../../plan/revisions/content";
import { pack, revisionSource, unpack } from "../../../plan/revisions/pack";
import { parse, place, revision, shop } from "./support";

const digest = (text: string) => revision(text).digest;
const before = digest(shop() + place("c1"));

describe("the digest of a revision changes", () => {
  it.each([
    ["the Application", shop({ image: "nginx:2" }) + place("c1")],
    ["an annotation, which goes to every object", shop({ metadata: ", annotations: {team: web}" }) + place("c1")],
    ["a label", shop({ metadata: ", labels: {team: web}" }) + place("c1")],
    ["a Policy that it refers to", shop() + place("c2")],
  ])("with %s", (_, text) => {
    expect(digest(text)).not.toBe(before);
  });
});

describe("the digest of a revision stays", () => {
  const other = place("c3").replace("name: place", "name: other");
  const own = "[{name: place, type: topology, properties: {clusters: [c1]}}]";
  it.each([
    ["a Policy that it does not refer to", shop() + place("c1") + other],
    [
      "the order of keys",
      shop().replace("{name: web, type: webservice,", "{type: webservice, name: web,") + place("c1"),
    ],
    ["what a server writes", shop({ metadata: ", uid: a, resourceVersion: '7'" }) + place("c1")],
    ["revision-only", shop({ metadata: ", annotations: {app.oam.dev/revision-only: 'true'}" }) + place("c1")],
    ["the namespace of others", shop() + place("c1") + place("c9").replace("namespace: demo", "namespace: other")],
  ])("with %s", (_, text) => {
    expect(digest(text)).toBe(before);
  });

  it("with a Policy that one of its own hides", () => {
    expect(digest(shop({ policies: own }) + place("c1"))).toBe(digest(shop({ policies: own }) + place("c2")));
  });
});

describe("the content of a revision", () => {
  it("has what the Application refers to, also objects, without what a server wrote", () => {
    const documents = parse(shop() + place("c1"));
    const [application] = documents.applications;
    const map = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m", uid: "u" }, status: {} };
    const content = application && revisionDocuments(application, documents, [map]);
    expect(content?.map(({ file, document: { kind, metadata } }) => [file, kind, metadata])).toEqual([
      ["app.yaml", "Application", { name: "shop", namespace: "demo" }],
      ["app.yaml", "Policy", { name: "place", namespace: "demo" }],
      ["app.yaml", "ConfigMap", { name: "m" }],
    ]);
  });

  it("has the Workflow that the Application refers to, and the Policies that this names", () => {
    const text = shop().replace(/workflow:[\s\S]*/, "workflow: {ref: flow}\n");
    const flow =
      "---\n{apiVersion: core.oam.dev/v1alpha1, kind: Workflow, metadata: {name: flow, namespace: demo}, steps: [{name: a, type: deploy, properties: {policies: [place]}}]}\n";
    const kinds = unpack(revision(text + place("c1") + flow)).map(({ document }) => document.kind);
    expect(kinds).toEqual(["Application", "Policy", "Workflow"]);
  });

  it("is read as the same again, whatever is in it", () => {
    // The reader refuses this key in every document.
    const key = fc.string().filter((text) => text !== "__proto__");
    const scalar = fc.oneof(
      fc.string(),
      fc.constantFrom("yes", "no", "0o7", "1e3", "~", "null", " a\n b\n", "2020-01-01"),
      fc.integer(),
      fc.boolean(),
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        scalar,
        fc.array(tie("value")),
        fc.dictionary(key, tie("value"), { noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { noNullPrototype: true }), (properties: JsonObject) => {
        const document = {
          ...{ apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "shop", namespace: "demo" } },
          spec: { components: [{ name: "web", type: "any", properties }] },
        };
        const packed = pack([{ file: "a/app.yaml", document }]);
        const [application] = revisionSource({ name: "shop-v1", packed }).applications;
        expect(application?.components[0]?.properties).toEqual(properties);
        expect(application?.origin.source.file).toBe("a/revision shop-v1");
      }),
    );
  });

  it("has one digest, in whatever order objects were read", () => {
    const documents = ["app", "b", "c"].map((name) => ({ file: "f", document: { kind: name } }));
    const [app, b, c] = documents;
    if (app === undefined || b === undefined || c === undefined) throw new Error("there are three");
    expect(revisionDigest([app, b, c])).toBe(revisionDigest([app, c, b]));
    expect(revisionDigest([b, app, c])).not.toBe(revisionDigest([app, b, c]));
  });
});
