import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ChartRepository, LOGIN, writeChart } from "./support/chart-repository";
import { ClusterClient } from "./support/cluster";
import { application, override, topology } from "./support/documents";
import { changes } from "./support/events";
import { CONFIG_MAP, DEPLOYMENT, SECRET } from "./support/objects";
import { currentRun } from "./support/run";
import { Stack } from "./support/stack";

const [hub, c1, c2] = [new ClusterClient("local"), new ClusterClient("c1"), new ClusterClient("c2")];

describe("ref-objects", () => {
  const namespace = "ref-objects";
  const secret = { ...SECRET, namespace, name: "token" };
  const planted = Buffer.from("planted-live-secret").toString("base64");
  let stack: Stack;

  beforeAll(async () => {
    await hub.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": `{"data":{"token":"${planted}"}}` };
    await hub.create({ ...SECRET, metadata: { namespace, name: "token", annotations }, data: { token: planted } });
    await hub.create({ ...CONFIG_MAP, metadata: { namespace, name: "a", labels: { set: "x" } }, data: { key: "a" } });
    await hub.create({ ...CONFIG_MAP, metadata: { namespace, name: "b", labels: { set: "x" } }, data: { key: "b" } });
    const objects = [
      { resource: "secret", name: "token" },
      { apiVersion: "v1", kind: "ConfigMap", labelSelector: { set: "x" } },
    ];
    stack = (await Stack.create("ref-objects")).configure({ clusters: [hub.entry(), c1.entry()] });
    const components = [{ name: "shared", type: "ref-objects", properties: { objects } }];
    stack.write(application({ namespace, components, policies: [topology("where", ["c1"])] }));
  });

  it("are copied from the hub to another cluster", async () => {
    const { code, output } = await stack.up();
    expect(code, output).toBe(0);
    expect(await c1.expect(secret)).toMatchObject({ data: { token: planted } });
    for (const name of ["a", "b"]) {
      expect(await c1.expect({ ...CONFIG_MAP, namespace, name })).toMatchObject({
        ...{ data: { key: name }, metadata: { labels: { set: "x", "app.oam.dev/component": "shared" } } },
      });
    }
  });

  it("are no change as long as they stay as they are, and an update when they do not", async () => {
    expect(changes((await stack.preview("--expect-no-changes")).steps)).toEqual([]);
    await hub.remove({ ...CONFIG_MAP, namespace, name: "a" });
    await hub.create({ ...CONFIG_MAP, metadata: { namespace, name: "a", labels: { set: "x" } }, data: { key: "new" } });
    expect(changes((await stack.preview()).steps)).toEqual(["update c1/ref-objects/ConfigMap/a"]);
  });

  it("show the data of a Secret nowhere", async () => {
    const { output, log } = await stack.preview("--diff");
    for (const text of [output, log, await stack.export()]) expect(text).not.toContain(planted);
  });

  it("are refused when they are gone, with what to do", async () => {
    await hub.remove({ ...SECRET, namespace, name: "token" });
    const { code, output } = await stack.preview();
    expect(code).not.toBe(0);
    expect(output).toContain('secret "token" in namespace "ref-objects" is in none of the files');
    expect(output).toContain('cluster "local" has no such object');
  });
});

describe("helm", () => {
  const namespace = "helm";
  const config = { ...CONFIG_MAP, namespace, name: "greeter-config" };
  let repository: ChartRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = await ChartRepository.start(mkdtempSync(join(currentRun().dir, "charts-")));
    stack = (await Stack.create("helm")).configure({ clusters: [c1.entry(), c2.entry()], timeoutSeconds: 60 });
    stack.write(documents({ chart: "greeter", url: repository.url, secretRef: "login" }), login);
  });
  afterAll(() => repository.stop());

  const login = { ...SECRET, metadata: { name: "login" }, stringData: LOGIN };
  const documents = (properties: Record<string, string>) =>
    application({
      namespace,
      components: [{ name: "greeter", type: "helm", properties }],
      policies: [
        topology("one", ["c1"]),
        topology("two", ["c2"]),
        override("other", { name: "greeter", properties: { values: { greeting: "servus" } } }),
      ],
      steps: [
        { name: "one", type: "deploy", properties: { policies: ["one"] } },
        { name: "two", type: "deploy", properties: { policies: ["two", "other"] } },
      ],
    });

  it("can be previewed while the clusters are down", async () => {
    const down = await Stack.create("helm-down");
    const cluster = { cluster: { server: "https://127.0.0.1:1" }, name: "down" };
    const user = { name: "down", user: { token: "none" } };
    const context = { name: "down", context: { cluster: "down", user: "down" } };
    const kubeconfig = stringify({
      ...{ apiVersion: "v1", kind: "Config", clusters: [cluster], users: [user], contexts: [context] },
      "current-context": "down",
    });
    down.configure({ clusters: ["c1", "c2"].map((name) => ({ name, kubeconfig })) });
    const { code, output, steps } = await down
      .write(documents({ chart: "greeter", url: repository.url, secretRef: "login" }), login)
      .preview();
    expect(code, output).toBe(0);
    expect(changes(steps)).toContain("create c1/helm/Release.helm.sh/greeter");
  });

  it("is installed from a repository that asks who one is, with the values of each cluster", async () => {
    const { code, output } = await stack.up();
    expect(code, output).toBe(0);
    expect(await c1.expect(config)).toMatchObject({ data: { greeting: "hello" } });
    expect(await c2.expect(config)).toMatchObject({ data: { greeting: "servus" } });
    expect(await c1.expect({ ...DEPLOYMENT, namespace, name: "greeter" })).toMatchObject({
      status: { availableReplicas: 1 },
    });
  });

  it("has nothing left to do afterwards, and shows the password nowhere", async () => {
    const { code, output, log } = await stack.preview("--expect-no-changes", "--diff");
    expect(code, output).toBe(0);
    for (const text of [output, log, await stack.export()]) expect(text).not.toContain(LOGIN.password);
  });

  it("is upgraded when a chart beside the file changes, without a new version", async () => {
    const chart = writeChart(stack.dir, "1.0.0");
    const { code, output } = await stack.write(documents({ chart: "./greeter" })).up();
    expect(code, output).toBe(0);
    const template = join(chart, "templates/config.yaml");
    writeFileSync(
      template,
      `{apiVersion: v1, kind: ConfigMap, metadata: {name: greeter-config}, data: {greeting: other}}`,
    );
    expect(changes((await stack.preview()).steps)).toEqual([
      "update c1/helm/Release.helm.sh/greeter",
      "update c2/helm/Release.helm.sh/greeter",
    ]);
    await stack.up();
    expect(await c1.expect(config)).toMatchObject({ data: { greeting: "other" } });
  });

  it("is uninstalled with the stack", async () => {
    const { code, output } = await stack.destroy();
    expect(code, output).toBe(0);
    expect(await c1.get(config)).toBeUndefined();
  });
});

describe("kustomize", () => {
  const namespace = "kustomize";

  it("delivers what it builds from a folder beside the file", async () => {
    const stack = (await Stack.create("kustomize")).configure({ clusters: [c1.entry()] });
    mkdirSync(stack.file("base"));
    writeFileSync(stack.file("base/kustomization.yaml"), "namePrefix: my-\nresources: [config.yaml]\n");
    writeFileSync(
      stack.file("base/config.yaml"),
      stringify({ ...CONFIG_MAP, metadata: { name: "config" }, data: { a: "b" } }),
    );
    const components = [{ name: "base", type: "kustomize", properties: { path: "base" } }];
    stack.write(application({ namespace, components, policies: [topology("where", ["c1"])] }));
    const { code, output } = await stack.up();
    expect(code, output).toBe(0);
    expect(await c1.expect({ ...CONFIG_MAP, namespace, name: "my-config" })).toMatchObject({ data: { a: "b" } });
  });
});
