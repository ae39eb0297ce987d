import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient, type LiveObject } from "./support/cluster";
import { application, deploy, settings, topology, web } from "./support/documents";
import { edit } from "./support/edit";
import { changes } from "./support/events";
import { CONFIG_MAP, DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const NAMESPACE = { apiVersion: "v1", kind: "Namespace" };
const REPLICA_SET = { apiVersion: "apps/v1", kind: "ReplicaSet" };

/** A policy about the objects with some names. */
function about(type: string, resourceNames: string[], more: JsonObject = {}) {
  return { name: type, type, properties: { rules: [{ selector: { resourceNames }, ...more }] } };
}

/** A component of type `webservice` with a number of replicas. */
function scaled(name: string, image: string, replicas: number, ...traits: JsonObject[]) {
  return { ...web(name, { image, cpu: "100m" }), traits: [{ type: "scaler", properties: { replicas } }, ...traits] };
}

describe("objects that exist already", () => {
  const namespace = "policies-exist";
  const config = { ...CONFIG_MAP, namespace, name: "config" };
  const both = topology("both", ["c1", "c2"]);
  const document = (...policies: Parameters<typeof application>[0]["components"]) =>
    application({ namespace, components: [settings("config", { key: "ours" })], policies: [both, ...policies] });
  let stack: Stack;
  let before: LiveObject;

  beforeAll(async () => {
    const labels = { "app.oam.dev/name": "theirs", "app.oam.dev/namespace": "elsewhere" };
    await c2.create({ ...NAMESPACE, metadata: { name: namespace } });
    await c2.create({
      ...CONFIG_MAP,
      metadata: { name: "config", namespace },
      data: { key: "nobody's", other: "kept" },
    });
    await c2.create({ ...CONFIG_MAP, metadata: { name: "owned", namespace, labels }, data: { key: "theirs" } });
    before = await c2.expect(config);
    stack = (await Stack.create("exist")).configure({ clusters: [c1.entry(), c2.entry()] });
  });

  it.each(["preview", "up"] as const)("are refused by %s, naming cluster, object and owner", async (operation) => {
    const components = [settings("config"), settings("owned"), settings("another")];
    const policies = [both, about("take-over", ["owned"])];
    const there = await fingerprint(c2, namespace);
    stack.write(application({ namespace, components, policies }));
    const { code, output, steps } = await stack[operation]();
    expect(code, output).not.toBe(0);
    const place = `in namespace "${namespace}" of cluster "c2" exists already and belongs to`;
    expect(output).toContain(`ConfigMap "config" ${place} no Application`);
    expect(output, "take-over is not about other Applications'").toContain(
      `ConfigMap "owned" ${place} the Application elsewhere/theirs`,
    );
    expect(output).not.toContain("error: error");
    expect(changes(steps).filter((change) => change.includes("/ConfigMap/"))).toEqual([]);
    expect(await fingerprint(c2, namespace)).toEqual(there);
    expect(await c1.namespace(namespace), "the other cluster is left alone too").toBeUndefined();
  });

  it("are taken over when a policy says so, with fields that nobody but they have", async () => {
    await succeeded(stack.write(document(about("take-over", ["config"]))).up());
    const after = await c2.expect(config);
    expect(after.data).toEqual({ key: "ours", other: "kept" });
    expect(after.metadata.uid).toBe(before.metadata.uid);
    expect(after.metadata.labels).toMatchObject({ "app.oam.dev/name": "app", "app.oam.dev/namespace": namespace });
  });

  it("are the Application's own when they say so, although the state is lost; and then go with it", async () => {
    await edit(c2, config, { data: { key: "by hand" } });
    const again = (await Stack.create("lost")).configure({ clusters: [c1.entry(), c2.entry()] }).write(document());
    await succeeded(again.up());
    expect(await c2.expect(config)).toMatchObject({
      metadata: { uid: before.metadata.uid },
      data: { key: "ours", other: "kept" },
    });
    await succeeded(again.destroy());
    expect(await c2.get(config)).toBeUndefined();
  });
});

describe("read-only, garbage-collect and apply-once", () => {
  const namespace = "policies-keep";
  const map = (name: string) => ({ ...CONFIG_MAP, namespace, name });
  const deployment = (name: string) => ({ ...DEPLOYMENT, namespace, name });
  const data = async (name: string) => (await c1.get(map(name)))?.data;
  const annotation = (value: string) => ({ type: "annotations", properties: { "example.com/owner": value } });
  const policies = (readOnly: string[]) => [
    topology("one", ["c1"]),
    about("read-only", readOnly),
    {
      name: "garbage",
      type: "garbage-collect",
      properties: {
        rules: [
          { selector: { resourceNames: ["kept", "stays"] }, strategy: "never" },
          { selector: { resourceNames: ["orphaning"] }, propagation: "orphan" },
        ],
      },
    },
    {
      name: "once",
      type: "apply-once",
      properties: {
        enable: true,
        rules: [
          {
            selector: { resourceNames: ["left"] },
            strategy: {
              path: [
                "spec.replicas",
                "spec.template.spec.containers[0].resources",
                "metadata.annotations['example.com/owner']",
              ],
            },
          },
          { selector: { resourceNames: ["whole"] }, strategy: { path: ["*"] } },
        ],
      },
    },
  ];
  let stack: Stack;

  beforeAll(async () => {
    await c1.create({ ...NAMESPACE, metadata: { name: namespace } });
    await c1.create({ ...CONFIG_MAP, metadata: { name: "theirs", namespace }, data: { key: "theirs" } });
    stack = (await Stack.create("keep")).configure({ clusters: [c1.entry()] });
    const components = [
      ...["theirs", "released", "kept", "stays", "dropped", "whole"].map((name) => settings(name)),
      scaled("left", "registry.example/web:1", 1, annotation("document")),
      scaled("orphaning", "registry.example/web:1", 1),
    ];
    await succeeded(stack.write(application({ namespace, components, policies: policies(["theirs"]) })).up());
  });

  it("refuse before anything is changed what is to be read and is not there", async () => {
    const components = [settings("missing"), settings("kept", { key: "changed" })];
    const impossible = (await Stack.create("missing")).configure({ clusters: [c1.entry()] });
    impossible.write(application({ namespace, components, policies: policies(["missing"]) }));
    const { code, output } = await impossible.up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/ConfigMap "missing" in .*cluster "c1" does not exist, and a read-only policy forbids/);
    expect(await data("kept")).toEqual({ key: "value" });
  });

  it("leave to the cluster what the policies say, and set back what they do not", async () => {
    const byHand = { spec: { replicas: 3 } };
    await edit(c1, deployment("orphaning"), byHand);
    await edit(c1, deployment("left"), {
      metadata: { annotations: { "example.com/owner": "by hand" } },
      spec: {
        replicas: 3,
        template: { spec: { containers: [{ name: "left", resources: { limits: { cpu: "200m" } } }] } },
      },
    });
    const components = [
      ...["theirs", "released", "stays", "whole"].map((name) => settings(name, { key: "changed" })),
      scaled("left", "registry.example/web:2", 2, annotation("document")),
      scaled("orphaning", "registry.example/web:2", 2),
    ];
    stack.write(application({ namespace, components, policies: policies(["theirs", "released"]) }));
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /ConfigMap/.test(change))).toEqual([
      `delete c1/${namespace}/ConfigMap/dropped`,
      `delete c1/${namespace}/ConfigMap/kept`,
      `update c1/${namespace}/ConfigMap/stays`,
    ]);
    const names = ["theirs", "released", "kept", "whole", "stays", "dropped"];
    const [old, changed] = [{ key: "value" }, { key: "changed" }];
    expect(await Promise.all(names.map(data))).toEqual([{ key: "theirs" }, old, old, old, changed, undefined]);

    expect((await c1.expect(deployment("orphaning"))).spec).toMatchObject({ replicas: 2 });
    expect(await c1.expect(deployment("left"))).toMatchObject({
      metadata: { annotations: { "example.com/owner": "by hand" } },
      spec: {
        replicas: 3,
        template: {
          spec: { containers: [{ image: "registry.example/web:2", resources: { limits: { cpu: "200m" } } }] },
        },
      },
    });
  });

  it("see drift with --refresh only where the policies do not leave it to the cluster", async () => {
    await edit(c1, deployment("left"), { spec: { replicas: 4 } });
    await edit(c1, map("whole"), { data: { key: "by hand" } });
    expect((await stack.preview("--refresh", "--expect-no-changes")).code).toBe(0);
    await edit(c1, map("stays"), { data: { key: "by hand", more: "by hand" } });
    expect(changes((await stack.preview("--refresh")).steps)).toEqual([`update c1/${namespace}/ConfigMap/stays`]);
    await succeeded(stack.up("--refresh"));
    expect(await data("stays")).toEqual({ key: "changed", more: "by hand" });
    expect(await data("whole")).toEqual({ key: "by hand" });
    expect((await c1.expect(deployment("left"))).spec).toMatchObject({ replicas: 4 });
  });

  it("leave in the cluster what they keep when everything is destroyed", async () => {
    await succeeded(stack.destroy());
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(
      ["kept", "released", "stays", "theirs"].map((name) => `ConfigMap/${name}`),
    );
    const sets = await c1.list(REPLICA_SET, namespace);
    expect(sets.some(({ metadata }) => metadata.name.startsWith("orphaning-"))).toBe(true);
  });
});

describe("shared-resource", () => {
  const namespace = "policies-shared";
  const shared = { ...CONFIG_MAP, namespace, name: "shared" };
  const document = (name: string, ...policies: JsonObject[]) =>
    application({
      name,
      namespace,
      components: [settings("shared")],
      policies: [topology("one", ["c1"]), ...(policies as ReturnType<typeof about>[])],
    });
  const share = about("shared-resource", ["shared"]);

  it("lets Applications deliver one object, which stays when they are destroyed", async () => {
    const [a, b] = [await Stack.create("shared-a"), await Stack.create("shared-b")];
    for (const stack of [a, b]) stack.configure({ clusters: [c1.entry()] });
    await succeeded(a.write(document("a", share)).up());

    const alone = await b.write(document("b")).preview();
    expect(alone.code).not.toBe(0);
    expect(alone.output).toContain(`belongs to the Application ${namespace}/a`);

    await succeeded(b.write(document("b", share)).up());
    expect((await c1.expect(shared)).metadata.labels).toMatchObject({ "app.oam.dev/name": "b" });
    expect((await a.preview("--refresh", "--expect-no-changes")).code, "it is no drift for the other").toBe(0);
    for (const stack of [b, a]) {
      await succeeded(stack.destroy());
      expect(await c1.expect(shared)).toMatchObject({ data: { key: "value" } });
    }
  });
});

describe("env-binding and replication", () => {
  const namespace = "policies-copies";
  const TYPES = `
    import { z } from "${join(PROJECT_ROOT, "node_modules/zod")}";
    import { componentType } from "${join(PROJECT_ROOT, "workloads/types")}";
    const copied = componentType({
      name: "copied",
      description: "A ConfigMap for each copy.",
      workload: "configmaps",
      schema: z.strictObject({}),
      render: (_, { replicaKey }) => ({
        workload: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "copy-" + replicaKey }, data: {} },
      }),
    });
    export default { components: [copied] };`;

  it("deliver an environment's changes, and a copy for each key where the type tells them apart", async () => {
    const stack = await Stack.create("copies");
    writeFileSync(stack.file("types.ts"), TYPES);
    stack.configure({ clusters: [c1.entry(), c2.entry()], types: stack.file("types.ts") });
    const patch = { components: [{ name: "config", properties: { data: { key: "staging" } } }] };
    const placement = { clusterSelector: { name: "c2" } };
    const policies = [
      { name: "envs", type: "env-binding", properties: { envs: [{ name: "staging", placement, patch }] } },
      { name: "copies", type: "replication", properties: { keys: ["a", "b"], selector: ["copied", "config"] } },
      topology("one", ["c1"]),
    ];
    const steps = [
      { name: "staging", type: "deploy2env", properties: { policy: "envs", env: "staging" } },
      deploy("copies", "copies", "one"),
    ];
    const components = [settings("config"), { name: "copied", type: "copied" }];
    const { output } = await succeeded(stack.write(application({ namespace, components, policies, steps })).up());
    expect(await c2.expect({ ...CONFIG_MAP, namespace, name: "config" })).toMatchObject({ data: { key: "staging" } });
    expect(Object.keys(await fingerprint(c1, namespace))).toEqual(
      ["config", "copy-a", "copy-b"].map((name) => `ConfigMap/${name}`),
    );
    expect(output).toMatch(
      /ConfigMap "config" in cluster "c1" is delivered twice by step "copies".*context.replicaKey/,
    );
  });
});
