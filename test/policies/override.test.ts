import { describe, expect, it } from "vitest";
import type { Component } from "../../model/application";
import type { SourceDocument } from "../../model/source";
import { applyOverride, type Override } from "../../policies/override";

const source: SourceDocument = {
  file: "app.yaml",
  value: null,
  locate: () => ({ line: 1, column: 1 }),
  has: () => false,
};
const origin = { source, path: [] };

function component(name: string, type: string, rest: Partial<Component> = {}): Component {
  return { name, type, properties: {}, traits: [], dependsOn: [], origins: [origin], ...rest };
}

const web = component("web", "webservice", {
  properties: { image: "nginx:1", labels: { a: "1" } },
  traits: [{ type: "scaler", properties: { replicas: 1 }, origins: [origin] }],
  dependsOn: ["db"],
});
const db = component("db", "statefulset", { properties: { image: "pg" } });

function apply(spec: Override, components = [web, db]) {
  const { components: changed, problems } = applyOverride(components, spec, origin);
  const plain = changed.map(({ name, type, properties, traits }) => ({
    ...{ name, type, properties },
    traits: traits.map((trait) => [trait.type, trait.properties]),
  }));
  return { changed, plain, messages: problems.map((problem) => problem.message) };
}

describe("applyOverride", () => {
  it("merges into the component of that name and leaves others the very same objects", () => {
    const { changed, plain, messages } = apply({ components: [{ name: "web", properties: { image: "nginx:2" } }] });
    expect(plain[0]).toEqual({
      ...{ name: "web", type: "webservice" },
      properties: { image: "nginx:2", labels: { a: "1" } },
      traits: [["scaler", { replicas: 1 }]],
    });
    expect(changed[0]?.dependsOn).toEqual(["db"]);
    expect(changed[1]).toBe(db);
    expect(messages).toEqual([]);
    expect(web.properties.image).toBe("nginx:1");
  });

  it("merges into every component of a type, and into all without name and type", () => {
    const byType = apply({ components: [{ type: "statefulset", properties: { cpu: "1" } }] });
    expect(byType.plain.map((c) => c.properties.cpu)).toEqual([undefined, "1"]);
    const all = apply({ components: [{ properties: { cpu: "1" } }] });
    expect(all.plain.map((c) => c.properties.cpu)).toEqual(["1", "1"]);
  });

  it("warns when no component has the type", () => {
    expect(apply({ components: [{ type: "worker" }] }).messages).toEqual([
      'no component has the type "worker", so this changes nothing',
    ]);
  });

  it("reads a name as an unanchored pattern and says which other components it reaches", () => {
    const components = [component("web", "worker"), component("my-web", "worker"), component("api", "worker")];
    const { plain, messages } = apply({ components: [{ name: "web", properties: { cpu: "1" } }] }, components);
    expect(plain.map((c) => c.properties.cpu)).toEqual(["1", "1", undefined]);
    expect(messages).toEqual(['the name "web" is a pattern and also matches the component "my-web"']);
    expect(apply({ components: [{ name: "*web", properties: { cpu: "1" } }] }, components).messages).toEqual([]);
  });

  it("replaces a component whose type differs, and says so", () => {
    const { changed, plain, messages } = apply({
      components: [{ name: "web", type: "worker", properties: { image: "x" } }],
    });
    expect(plain[0]).toEqual({ name: "web", type: "worker", properties: { image: "x" }, traits: [] });
    expect(changed[0]?.dependsOn).toEqual([]);
    expect(messages[0]).toContain('has the type "webservice", not "worker"');
  });

  it("adds a component under a name nobody has, without the traits it disables", () => {
    const traits = [{ type: "labels", disable: true }, { type: "scaler" }];
    const { plain } = apply({ components: [{ name: "new", type: "worker", traits }] });
    expect(plain[2]).toEqual({ name: "new", type: "worker", properties: {}, traits: [["scaler", {}]] });
  });

  it("adds a component for an invalid pattern, and nothing for a name without a lower-case letter", () => {
    expect(apply({ components: [{ name: "web[", type: "worker" }] }).plain.map((c) => c.name)).toEqual([
      "web",
      "db",
      "web[",
    ]);
    const none = apply({ components: [{ name: "X1", type: "worker" }] });
    expect(none.plain.map((c) => c.name)).toEqual(["web", "db"]);
    expect(none.messages).toHaveLength(1);
  });

  it("merges, appends and removes traits by type", () => {
    const entry = (traits: NonNullable<Override["components"]>[number]["traits"]) =>
      apply({ components: [{ name: "web", traits }] }).plain[0]?.traits;
    expect(entry([{ type: "scaler", properties: { replicas: 5 } }])).toEqual([["scaler", { replicas: 5 }]]);
    expect(entry([{ type: "labels", properties: { a: "b" } }])).toEqual([
      ["scaler", { replicas: 1 }],
      ["labels", { a: "b" }],
    ]);
    expect(entry([{ type: "scaler", disable: true }])).toEqual([]);
    expect(entry([{ type: "labels", disable: true }])).toEqual([["scaler", { replicas: 1 }]]);
  });

  it("gives two traits of one type the last one's content, as KubeVela does", () => {
    const traits = [1, 2].map((replicas) => ({ type: "scaler", properties: { replicas }, origins: [origin] }));
    const { plain } = apply({ components: [{ name: "web" }] }, [component("web", "webservice", { traits })]);
    expect(plain[0]?.traits).toEqual([
      ["scaler", { replicas: 2 }],
      ["scaler", { replicas: 2 }],
    ]);
  });

  it("applies entries one after the other", () => {
    const { plain } = apply({
      components: [
        { name: "web", properties: { image: "a" } },
        { type: "webservice", properties: { image: "b" } },
      ],
    });
    expect(plain[0]?.properties.image).toBe("b");
  });

  it("keeps what the selector names, in the components' order, after the changes", () => {
    const { plain, messages } = apply({
      selector: ["new", "db", "nobody"],
      components: [{ name: "new", type: "worker" }],
    });
    expect(plain.map((c) => c.name)).toEqual(["db", "new"]);
    expect(messages).toEqual(['the selector names "nobody", but there is no such component here']);
  });

  it("keeps nothing for an empty selector, and warns", () => {
    const { plain, messages } = apply({ selector: [] });
    expect(plain).toEqual([]);
    expect(messages).toEqual(["the selector leaves no component, so nothing is delivered"]);
  });
});
