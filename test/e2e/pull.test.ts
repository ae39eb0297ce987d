import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationStatus } from "../../cli/status/types";
import type { JsonObject } from "../../model/json";
import { PROJECT_ROOT } from "../../tools/paths";
import type { KubernetesObject } from "../../workloads/types";
import { ClusterClient } from "./support/cluster";
import { application, deploy, type Entry, raw, settings, slow, topology } from "./support/documents";
import { edit } from "./support/edit";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { available, CONFIG_MAP, DEPLOYMENT, SECRET } from "./support/objects";
import { AGENTS, Agents, choose, MANAGED_CLUSTER, MANIFEST_WORK, type OcmProcess, startHub } from "./support/ocm";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const [hub, c1, c2] = [new ClusterClient("local"), new ClusterClient("c1"), new ClusterClient("c2")];
const agents = { c1: new Agents(c1), c2: new Agents(c2) };
const namespace = "pulled";
const pulling = { registration: "ocm", delivery: "pull" };
/** The label that puts a cluster into a ManagedClusterSet. */
const SET = "cluster.open-cluster-management.io/clusterset";
const clusters = [hub.entry(), c1.entry({ ...pulling, labels: { [SET]: "north" } }), c2.entry(pulling)];
const klusterlet = { leaseDurationSeconds: 1, statusSyncSeconds: 1 };

const KEEP = { selector: { componentNames: ["config"] }, strategy: "never" };

/** A Deployment that takes its time and a ConfigMap, first in c1 and then in c2. */
const shop = (image: string, policies: JsonObject[] = []) =>
  application({
    namespace,
    components: [slow("web", 3, `registry.example/web:${image}`), settings("config", { image })],
    policies: [topology("first", ["c1"]), topology("second", ["c2"]), ...(policies as never[])],
    steps: [deploy("one", "first"), deploy("two", "second")],
  });

let controller: OcmProcess;
let stack: Stack;

beforeAll(async () => {
  controller = await startHub(hub);
  stack = (await Stack.create("pull")).configure({ clusters, klusterlet });
});
afterAll(async () => {
  await Promise.all([agents.c1.stopAll(), agents.c2.stopAll()]);
  await controller?.stop();
});

const deployment = (cluster: ClusterClient) => cluster.get({ ...DEPLOYMENT, namespace, name: "web" });
const config = (cluster: ClusterClient, name = "config") => cluster.get({ ...CONFIG_MAP, namespace, name });

describe("clusters that pull", () => {
  it("join and are delivered to in one run, one step after the other", async () => {
    const running = stack.write(shop("1")).up();
    await Promise.all([agents.c1.start("registration"), agents.c2.start("registration")]);
    await Promise.all([agents.c1.start("work"), agents.c2.start("work")]);
    await succeeded(running);
    const [first, second] = [await deployment(c1), await deployment(c2)];
    if (first === undefined || second === undefined) throw new Error("a Deployment is missing");
    expect([first, second].map((one) => available(one, ":1"))).toEqual([true, true]);
    const healthy = first.status?.conditions?.find(({ type }) => type === "Available")?.lastTransitionTime ?? "";
    expect(healthy).not.toBe("");
    expect(second.metadata.creationTimestamp >= healthy).toBe(true);
    expect(await hub.list(MANIFEST_WORK, "c1")).toHaveLength(2);
  });

  it("have nothing to do in the next run", async () => {
    expect(changes((await succeeded(stack.preview())).steps)).toEqual([]);
  });

  it("are updated in order, and each step waits for the new version and not for the old one", async () => {
    const { steps } = await succeeded(stack.write(shop("2")).up());
    expect(changes(steps)).toHaveLength(4);
    const [first, second] = [await deployment(c1), await deployment(c2)];
    expect([first, second].map((one) => one !== undefined && available(one, ":2"))).toEqual([true, true]);
    expect((await config(c2))?.data).toEqual({ image: "2" });
  });

  it("are shown as their agents tell the hub", async () => {
    const shown = await until("the hub knows of pods", async () => {
      const { stdout } = await flotilla(stack, ["status", "--output", "json"]);
      const [{ steps, services, silent }] = JSON.parse(stdout) as [ApplicationStatus];
      return services.every(({ health }) => health === "healthy") ? { steps, services, silent } : undefined;
    });
    expect(shown.silent).toEqual([]);
    expect(shown.steps.map(({ name, phase }) => [name, phase])).toEqual([
      ["one", "succeeded"],
      ["two", "succeeded"],
    ]);
    expect(shown.services.map(({ cluster, name, message }) => [cluster, name, message])).toEqual([
      ["c1", "web", "Ready:1/1"],
      ["c1", "config", ""],
      ["c2", "web", "Ready:1/1"],
      ["c2", "config", ""],
    ]);
  });

  it("keep what their steps are called to themselves", async () => {
    const renamed = JSON.parse(JSON.stringify(shop("2")).replace('"name":"one"', '"name":"uno"'));
    expect(changes((await succeeded(stack.write(renamed).preview())).steps)).toEqual([]);
  });

  it("set right what somebody has deleted or changed, without a run, at the latest when their agent comes back", async () => {
    const before = await config(c1);
    await agents.c1.stop("work");
    await c1.remove({ ...CONFIG_MAP, namespace, name: "config" });
    await edit(c1, { ...DEPLOYMENT, namespace, name: "web" }, { spec: { minReadySeconds: 0 } });
    await agents.c1.start("work");
    const again = await until("the agent creates the ConfigMap again", async () => {
      const now = await config(c1);
      return now !== undefined && now.metadata.uid !== before?.metadata.uid ? now : undefined;
    });
    expect(again.data).toEqual({ image: "2" });
    await until("the agent sets the Deployment", async () => {
      const { spec } = await c1.expect({ ...DEPLOYMENT, namespace, name: "web" });
      return (spec as JsonObject).minReadySeconds === 3 ? true : undefined;
    });
  });

  it("get no Secrets unless somebody says that the hub may have them", async () => {
    const secret = { ...SECRET, metadata: { name: "key" }, stringData: { key: "planted-key" } };
    const document = application({
      namespace,
      components: [{ name: "key", type: "raw", properties: secret as JsonObject }],
      policies: [topology("first", ["c1"])],
    });
    const refused = await stack.write(document).preview();
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('Secret "key" cannot be pulled by cluster "c1"');
    const keys = JSON.parse(JSON.stringify(document).replace('"name":"app"', '"name":"keys"'));
    const allowed = stack.configure({ clusters, klusterlet, allowSecretsInHub: true }).write(shop("2"), keys);
    const { output, log } = await succeeded(allowed.up());
    const delivered = await c1.expect({ ...SECRET, namespace, name: "key" });
    expect(delivered.data).toEqual({ key: Buffer.from("planted-key").toString("base64") });
    for (const seen of [output, log, await stack.export()]) expect(seen).not.toContain("planted-key");
    await succeeded(stack.configure({ clusters, klusterlet }).write(shop("2")).up());
    expect(await c1.get({ ...SECRET, namespace, name: "key" })).toBeUndefined();
  });

  it("write what policies let them, and no more", async () => {
    const names = ["theirs", "mine", "once", "plain"];
    const exists = (name: string) => ({ ...CONFIG_MAP, metadata: { namespace, name }, data: { v: "by hand" } });
    for (const name of ["theirs", "mine"]) await c1.create(exists(name));
    const about = (type: string, name: string, more: JsonObject = {}, beside: JsonObject = {}) => ({
      ...{ name: type, type },
      properties: { ...beside, rules: [{ selector: { componentNames: [name] }, ...more }] },
    });
    const ruled = (v: string) =>
      application({
        ...{ name: "ruled", namespace, components: names.map((name) => settings(name, { v })) },
        policies: [
          topology("first", ["c1"]),
          about("read-only", "theirs"),
          about("take-over", "mine"),
          about("apply-once", "once", { strategy: { path: ["*"] } }, { enable: true }),
          about("shared-resource", "plain"),
        ],
      });
    await succeeded(stack.write(shop("2"), ruled("1")).up());
    await edit(c1, { ...CONFIG_MAP, namespace, name: "once" }, { data: { v: "by hand" } });
    await succeeded(stack.write(shop("2"), ruled("2")).up());
    const values = async () => Promise.all(names.map(async (name) => (await config(c1, name))?.data?.v));
    expect(await values()).toEqual(["by hand", "2", "by hand", "2"]);
    await succeeded(stack.write(shop("2")).up());
    expect(await values()).toEqual(["by hand", undefined, undefined, "2"]);
  });

  it("lose what is dropped, and keep what a policy keeps", async () => {
    const keep = { name: "keep", type: "garbage-collect", properties: { rules: [KEEP] } };
    await succeeded(stack.write(shop("2", [keep])).up());
    const less = application({ namespace, components: [settings("other")], policies: [topology("first", ["c1"])] });
    await succeeded(stack.write(less).up());
    expect(await deployment(c1)).toBeUndefined();
    expect(await config(c1)).toBeDefined();
    expect(await config(c1, "other")).toBeDefined();
    expect((await c2.namespace(namespace))?.status).toMatchObject({ phase: "Active" });
  });
});

describe("clusters that come from the hub", () => {
  const own = "from-hub";
  const selected = { name: "fleet", type: "topology", properties: { clusterLabelSelector: { [SET]: "north" } } };
  let fleet: Stack;
  const configure = (timeoutSeconds: number) =>
    fleet.configure({ clusters: [hub.entry()], clustersFrom: "ocm", timeoutSeconds });

  beforeAll(async () => {
    fleet = await Stack.create("fleet");
  });

  it("are chosen by their set there, and reached through the hub alone", async () => {
    const document = application({ namespace: own, components: [settings("config")], policies: [selected] });
    await succeeded(configure(120).write(document).up());
    expect(await c1.get({ ...CONFIG_MAP, namespace: own, name: "config" })).toBeDefined();
    expect(await c2.namespace(own)).toBeUndefined();
    const { deployment: state } = JSON.parse(await fleet.export()) as { deployment: { resources: { type: string }[] } };
    expect(state.resources.filter(({ type }) => type === "pulumi:providers:kubernetes")).toHaveLength(1);
  });

  it("are chosen by a Placement", async () => {
    await choose(hub, "default", "south", ["c2"]);
    const placed = (name: string) => {
      const clusterLabelSelector = { [`placement.open-cluster-management.io/default.${name}`]: "true" };
      const policy = { name: "placed", type: "topology", properties: { clusterLabelSelector } };
      return fleet
        .write(application({ namespace: own, components: [settings("config")], policies: [policy] }))
        .preview();
    };
    const { steps } = await succeeded(placed("south"));
    expect(changes(steps).filter((change) => /^create .*ManifestWork/.test(change))).toEqual([
      "create c2/from-hub/app/from-hub/ManifestWork/config",
    ]);
    const { code, output } = await placed("nobody");
    expect(code).not.toBe(0);
    expect(output).toContain('Placement "nobody" of namespace "default": the hub does not have it');
  });

  it("are delivered to by a program of one's own, also where steps decide during up", async () => {
    const module = JSON.stringify(join(PROJECT_ROOT, "components"));
    const program = `
import { readFileSync } from "node:fs";
import { Cluster, deliver, deliveredBefore, deliveredNow } from ${module};

export = async () => {
  const hub = new Cluster("local", { kubeconfig: readFileSync("${hub.kubeconfigFile}", "utf8") });
  const pull = { clusters: [{ name: "north", managedCluster: "c1" }] };
  const documents = { files: [process.env.DOCUMENTS!] };
  const applications = deliver({ documents, clusters: [hub], pull, delivered: await deliveredBefore() });
  return { delivered: deliveredNow(applications) };
};
`;
    const environment: Record<string, string> = {};
    const library = await Stack.create("pull-library", { program, environment });
    environment.DOCUMENTS = library.file("app.yaml");
    const flags = { ...CONFIG_MAP, metadata: { name: "pull-flags", namespace: "default" } };
    await hub.create({ ...flags, data: { open: "yes" } });
    const document = application({
      ...{ name: "own", namespace: "own-pulled", components: [settings("own")] },
      policies: [topology("north", ["north"])],
      steps: [
        {
          ...{
            name: "ask",
            type: "read-object",
            properties: { ...CONFIG_MAP, name: "pull-flags", namespace: "default" },
          },
          outputs: [{ name: "open", valueFrom: "output.value.data.open" }],
        },
        { ...deploy("go", "north"), inputs: [{ from: "open" }], if: 'inputs.open == "yes"' },
      ],
    });
    await succeeded(library.configure({ clusters: [] }).write(document).up());
    expect(await c1.get({ ...CONFIG_MAP, namespace: "own-pulled", name: "own" })).toBeDefined();
    expect(changes((await succeeded(library.preview())).steps)).toEqual([]);
    await succeeded(library.destroy());
    expect(await c1.get({ ...CONFIG_MAP, namespace: "own-pulled", name: "own" })).toBeUndefined();
  });

  it("apply as somebody who may do what is delivered, and no more", async () => {
    const executed = await Stack.create("pull-executor");
    const settled = { clusters: [hub.entry()], clustersFrom: "ocm", executor: "executors/ship" };
    const document = (components: Entry[]) =>
      application({ name: "executed", namespace: "executed", components, policies: [topology("c1", ["c1"])] });
    executed.configure({ ...settled, timeoutSeconds: 120 }).write(document([settings("may")]));
    writeFileSync(executed.file("clusters.yaml"), JSON.stringify({ clusters: [{ name: "c1" }] }));
    const sources = ["--file", executed.file("app.yaml"), "--clusters", executed.file("clusters.yaml")];
    const subject = ["--executor", "--subject", "serviceaccount:executors:ship", "--output", "json"];
    const { stdout } = await flotilla(executed, ["rbac", ...sources, ...subject]);
    const [{ objects }] = JSON.parse(stdout) as [{ objects: KubernetesObject[] }];
    for (const object of objects) await c1.create(object);
    await succeeded(executed.up());
    expect(await c1.get({ ...CONFIG_MAP, namespace: "executed", name: "may" })).toBeDefined();
    const account = raw({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "may-not" } });
    executed.configure({ ...settled, timeoutSeconds: 15 }).write(document([settings("may"), account]));
    const { code, output } = await executed.up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/cluster "c1" cannot apply .*not allowed to apply the resource .*serviceaccounts.* may-not/);
    await succeeded(executed.destroy());
    expect(await c1.get({ ...CONFIG_MAP, namespace: "executed", name: "may" })).toBeUndefined();
  });

  it("say what they refuse", async () => {
    const widget = { apiVersion: "example.com/v1", kind: "Widget", metadata: { name: "w" } };
    const document = application({
      namespace: own,
      components: [settings("config"), { name: "w", type: "raw", properties: widget }],
      policies: [selected],
    });
    const { code, output } = await configure(20).write(document).up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/cluster "c1" cannot apply .*Widget/);
  });

  it("are named when they do not answer", async () => {
    await agents.c1.stopAll();
    const lost = await until("the hub misses c1", async () => {
      const { status } = await hub.expect({ ...MANAGED_CLUSTER, name: "c1" });
      return status?.conditions?.find(
        (one) => one.type === "ManagedClusterConditionAvailable" && one.status === "Unknown",
      );
    });
    expect(lost).toBeDefined();
    const document = application({
      namespace: own,
      components: [settings("config", { a: "b" })],
      policies: [selected],
    });
    const { code, output } = await configure(30).write(document).up();
    expect(code).not.toBe(0);
    expect(output).toContain('cluster "c1" does not answer');
    const status = await flotilla(fleet, ["status"]);
    expect(status.stdout).toMatch(/c1.*Registration agent stopped updating its lease/s);
    expect((await flotilla(fleet, ["cluster", "list"])).stdout).toMatch(/^c1 +ManagedCluster +- +true +true +Unknown/m);
  });

  it("catch up when they answer again", async () => {
    await Promise.all([agents.c1.start("registration"), agents.c1.start("work")]);
    await succeeded(configure(120).up());
    expect((await c1.get({ ...CONFIG_MAP, namespace: own, name: "config" }))?.data).toEqual({ a: "b" });
    await succeeded(fleet.destroy());
    expect(await c1.get({ ...CONFIG_MAP, namespace: own, name: "config" })).toBeUndefined();
  });
});

it("nothing is left on the hub but namespaces when everything is destroyed", async () => {
  await succeeded(stack.destroy());
  expect(await hub.get({ ...MANAGED_CLUSTER, name: "c1" })).toBeUndefined();
  expect(await hub.list(MANIFEST_WORK, "c1")).toEqual([]);
  expect(await c1.namespace(AGENTS)).toBeUndefined();
});
