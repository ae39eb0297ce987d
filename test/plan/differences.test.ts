import { describe, expect, it } from "vitest";
import { fieldDifferences, maskedDifference, planDifferences } from "../../plan/differences";
import { planYaml } from "../support/plan";

const app = (components: string, clusters = "c1") => `apiVersion: core.oam.dev/v1beta1
kind: Application
metadata: {name: a}
spec:
  components: ${components}
  policies: [{name: t, type: topology, properties: {clusters: [${clusters}]}}]
`;
const web = (image: string) => `{name: web, type: webservice, properties: {image: "${image}"}}`;
const secret = (value: string) =>
  `{name: s, type: raw, properties: {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: ${value}}}}`;

const differences = (before: string, after: string) => planDifferences(planYaml(before), planYaml(after));

describe("the differences between two plans", () => {
  it("are there for every cluster, field by field, with items of lists by their names", () => {
    const field = { path: "spec.template.spec.containers.web.image", before: "nginx:1", after: "nginx:2" };
    expect(differences(app(`[${web("nginx:1")}]`, "c1, c2"), app(`[${web("nginx:2")}]`, "c1, c2"))).toEqual(
      ["c1", "c2"].map((cluster) => ({
        ...{ cluster, namespace: "default", kind: "Deployment", name: "web", change: "changed", fields: [field] },
      })),
    );
  });

  it("tell what comes and what goes", () => {
    const found = differences(app(`[${web("a")}]`, "c1"), app(`[${web("a")}]`, "c2"));
    expect(found.map(({ cluster, change }) => [cluster, change])).toEqual([
      ["c1", "removed"],
      ["c2", "added"],
    ]);
  });

  it("are none between the same", () => {
    expect(differences(app(`[${web("a")}]`), app(`[${web("a")}]`))).toEqual([]);
  });

  it("do not show the data of Secrets once masked", () => {
    const masked = differences(app(`[${secret("planted-one")}]`), app(`[${secret("planted-two")}]`)).map(
      maskedDifference,
    );
    expect(masked[0]?.fields).toEqual([{ path: "stringData.a", before: "[secret]", after: "[secret]" }]);
  });
});

describe("the differences between two values", () => {
  it.each([
    [{ a: 1 }, { a: 1, b: null }, [{ path: "b", after: null }]],
    [{ a: [1, 2] }, { a: [1] }, [{ path: "a[1]", before: 2 }]],
    [{ a: [] }, { a: {} }, [{ path: "a", before: [], after: {} }]],
    [
      { a: [{ name: "x", v: 1 }, { name: "y" }] },
      { a: [{ name: "y" }, { name: "x", v: 2 }] },
      [{ path: "a.x.v", before: 1, after: 2 }],
    ],
    [
      { a: [{ name: "x" }, { name: "x" }] },
      { a: [{ name: "x" }, { name: "z" }] },
      [{ path: "a[1].name", before: "x", after: "z" }],
    ],
  ])("of %j and %j", (before, after, expected) => {
    expect(fieldDifferences(before, after)).toEqual(expected);
  });
});
