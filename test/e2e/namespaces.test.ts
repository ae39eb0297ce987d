import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology } from "./support/documents";
import { CONFIG_MAP, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");

describe("a namespace that somebody else made", () => {
  const namespace = "theirs";
  const metadata = { name: namespace, labels: { team: "theirs" }, annotations: { note: "keep" } };
  let stack: Stack;
  let before: Awaited<ReturnType<typeof theirs>>;

  const theirs = async () => {
    const found = await c1.expect({ apiVersion: "v1", kind: "Namespace", name: namespace });
    const { uid, labels, annotations } = found.metadata;
    return { uid, labels, annotations };
  };

  beforeAll(async () => {
    await c1.create({ apiVersion: "v1", kind: "Namespace", metadata });
    await c1.create({ ...CONFIG_MAP, metadata: { name: "foreign", namespace }, data: { key: "theirs" } });
    before = await theirs();
    const components = [settings("ours")];
    stack = (await Stack.create("namespaces")).configure({ clusters: [c1.entry()] });
    stack.write(application({ namespace, components, policies: [topology("one", ["c1"])] }));
    await succeeded(stack.up());
  });

  it("is used as it is", async () => {
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(["ConfigMap/foreign", "ConfigMap/ours"]);
    expect(await theirs()).toEqual(before);
  });

  it("stays when the stack is destroyed, with what is theirs in it", async () => {
    await succeeded(stack.destroy());
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(["ConfigMap/foreign"]);
    expect(await c1.namespace(namespace)).toMatchObject({ status: { phase: "Active" } });
    expect(await theirs()).toEqual(before);
  });
});

describe("an object that somebody else made", () => {
  const namespace = "taken";

  it("is not taken over, and nothing else is delivered either", async () => {
    await c1.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await c1.create({ ...CONFIG_MAP, metadata: { name: "config", namespace }, data: { key: "theirs" } });
    const before = await fingerprint(c1, namespace);
    const components = [settings("another"), settings("config")];
    const stack = (await Stack.create("taken")).configure({ clusters: [c1.entry()] });
    stack.write(application({ namespace, components, policies: [topology("one", ["c1"])] }));
    const { code, output } = await stack.up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/ConfigMap "config".*c1/);
    expect(await fingerprint(c1, namespace)).toEqual(before);
  });
});
