import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, type Entry, settings, slow, topology } from "./support/documents";
import { changes } from "./support/events";
import { flotilla, startFlotilla } from "./support/flotilla";
import { available, CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { Agents, MANIFEST_WORK, type OcmProcess, REPLICA_SET, startHub, startRollouts } from "./support/ocm";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const hub = new ClusterClient("local");
const [c1, c2, c3] = [new ClusterClient("c1"), new ClusterClient("c2"), new ClusterClient("c3")];
const agents = { c1: new Agents(c1), c2: new Agents(c2) };
const pulling = { registration: "ocm", delivery: "pull" };
const configured = {
  clusters: [hub.entry(), c1.entry(pulling), c2.entry(pulling), c3.entry()],
  klusterlet: { leaseDurationSeconds: 1, statusSyncSeconds: 1 },
  timeoutSeconds: 120,
};
const namespace = "interrupted-pull";
const fleet = "interrupted-fleet";
const PLACEMENT = { apiVersion: "cluster.open-cluster-management.io/v1beta1", kind: "Placement" };

let controllers: OcmProcess[] = [];
let stack: Stack;

/** `flotilla up` until something is there, and then it is killed. The engine leaves its lock. */
async function killedUp(there: () => Promise<boolean>): Promise<void> {
  const running = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
  await until("what the run delivers first", async () => (await there()) || undefined);
  await running.kill();
  const { code, stderr } = await stack.command("cancel", "--yes");
  expect(code, stderr).toBe(0);
}

async function up(): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
  expect(code, stdout + stderr).toBe(0);
  return stderr;
}

const nothingToDo = async () => expect(changes((await succeeded(stack.preview("--refresh"))).steps)).toEqual([]);
/** What the state knows, and when it has changed last; secrets look new whenever it is written. */
const known = async () => {
  const { deployment } = JSON.parse(await stack.export()) as { deployment: { resources: Record<string, string>[] } };
  return deployment.resources.map(({ urn, id, modified }) => [urn, id, modified]);
};
const image = (version: string) => `registry.example/web:${version}`;
const web = (cluster: ClusterClient) => cluster.get({ ...DEPLOYMENT, namespace, name: "web" });
const config = (cluster: ClusterClient, name: string) => cluster.get({ ...CONFIG_MAP, namespace, name });
const uidOf = async (cluster: ClusterClient) => (await web(cluster))?.metadata.uid ?? "";
/** Components of what a cluster has on the hub. */
const works = async (cluster: string) =>
  (await hub.list(MANIFEST_WORK, cluster))
    .map(({ metadata }) => metadata.name?.replace(/-[0-9a-f]{10}$/, ""))
    .filter((name) => name !== "base")
    .sort();
const isThere = async (...objects: Promise<object | undefined>[]) =>
  (await Promise.all(objects)).every((object) => object !== undefined);

const BASE = application({
  ...{ name: "base", namespace, components: [settings("base")] },
  policies: [topology("all", ["c1", "c2", "c3"])],
});

/** A slow Deployment and ConfigMaps, delivered in some steps. */
function shop(version: string, steps: Record<string, string[]>, names: string[], policies: Entry[] = []) {
  return application({
    ...{ name: "shop", namespace },
    components: [slow("web", 2, image(version)), ...names.map((name) => settings(name, { version }))],
    policies: [...Object.entries(steps).map(([name, clusters]) => topology(name, clusters)), ...policies],
    steps: Object.keys(steps).map((name) => deploy(`deliver-${name}`, name)),
  });
}

beforeAll(async () => {
  controllers = [await startHub(hub), ...(await startRollouts(hub))];
  stack = (await Stack.create("interrupted-pull")).configure(configured);
});
afterAll(async () => {
  await Promise.all([agents.c1.stopAll(), agents.c2.stopAll()]);
  await Promise.all(controllers.map((one) => one.stop()));
});

it("keeps checkpoints as long as clusters are registered, and not any more when they have joined", async () => {
  const running = startFlotilla(stack.write(BASE), ["up", "--yes", "--skip-preview"]);
  await Promise.all([agents.c1.start("registration"), agents.c2.start("registration")]);
  await Promise.all([agents.c1.start("work"), agents.c2.start("work")]);
  expect(await running.ended(), running.output).toBe(0);
  expect(running.output).toContain("with checkpoints: a run that is cut off must not forget the registration");
  expect(await up()).not.toContain("checkpoints");
});

describe("a run that is killed while clusters pull", () => {
  const KEEP = {
    name: "keep",
    type: "garbage-collect",
    properties: { rules: [{ selector: { componentNames: ["kept"] }, strategy: "never" }] },
  };

  it("leaves works that the state does not know", async () => {
    await agents.c1.stop("work");
    stack.write(BASE, shop("1", { all: ["c1", "c2", "c3"] }, ["config", "dropped", "kept"], [KEEP]));
    await killedUp(async () => {
      const pulled = ["config", "dropped", "kept"].map((name) => config(c2, name));
      const all = [await works("c1"), await works("c2")];
      return all.every(({ length }) => length === 4) && isThere(...pulled, web(c2), web(c3), config(c3, "dropped"));
    });
    expect(await stack.export()).not.toContain("dropped");
  });

  it("is made good by the next one, also where something else is wanted now", async () => {
    const before = [await uidOf(c2), await uidOf(c3)];
    await agents.c1.start("work");
    stack.write(BASE, shop("2", { first: ["c1"], second: ["c3"] }, ["config"]));
    expect(await up()).toMatch(/was cut off[\s\S]*12 objects are not in the state yet/);
    expect([await works("c1"), await works("c2")]).toEqual([["config", "web"], []]);
    expect(available(await c1.expect({ ...DEPLOYMENT, namespace, name: "web" }), ":2")).toBe(true);
    expect(await uidOf(c3)).toBe(before[1]);
    for (const one of [c1, c2, c3]) expect(await config(one, "dropped")).toBeUndefined();
    expect(await isThere(web(c2), config(c2, "config"))).toBe(false);
    expect(await isThere(config(c2, "kept"), config(c2, "base"))).toBe(true);
    await nothingToDo();
    expect(await up()).not.toContain("cut off");
  });

  it("in the middle of an update, is completed by the next one, in the order of the steps", async () => {
    stack.write(BASE, shop("2", { first: ["c1"], second: ["c2", "c3"] }, ["config"]));
    await up();
    const before = await Promise.all([c1, c2, c3].map(uidOf));
    await agents.c1.stop("work");
    stack.write(BASE, shop("3", { first: ["c1"], second: ["c2", "c3"] }, ["config"]));
    await killedUp(async () => JSON.stringify(await hub.list(MANIFEST_WORK, "c1")).includes(image("3")));
    const next = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
    const later = async () => JSON.stringify([await hub.list(MANIFEST_WORK, "c2"), await web(c3)]);
    await until("the next run comes to the first step", async () =>
      JSON.stringify(await hub.list(MANIFEST_WORK, "c1")).includes("patchFieldManager") ? true : undefined,
    );
    await sleep(5_000);
    expect(await later()).not.toContain(image("3"));
    await agents.c1.start("work");
    expect(await next.ended(), next.output).toBe(0);
    for (const one of [c1, c2, c3]) {
      expect(available(await one.expect({ ...DEPLOYMENT, namespace, name: "web" }), ":3")).toBe(true);
    }
    expect(await Promise.all([c1, c2, c3].map(uidOf))).toEqual(before);
    await nothingToDo();
  });

  it("changes nothing as long as the hub does not answer", async () => {
    await agents.c1.stop("work");
    stack.write(BASE, shop("4", { all: ["c1", "c2", "c3"] }, ["config"]));
    await killedUp(async () => JSON.stringify(await hub.list(MANIFEST_WORK, "c1")).includes(image("4")));
    const before = await known();
    const gone = readFileSync(hub.kubeconfigFile, "utf8").replace(/server: .*/, "server: https://127.0.0.1:9");
    stack.configure({
      ...configured,
      clusters: [{ name: "local", kubeconfig: gone }, ...configured.clusters.slice(1)],
    });
    const { code, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    expect(stderr).toContain('cluster "local" cannot be searched for what the interrupted run has delivered');
    expect(await known()).toEqual(before);
    await agents.c1.start("work");
    stack.configure(configured);
    expect(await up()).toContain("was cut off");
    await nothingToDo();
  });
});

describe("a run that is killed while clusters share what they pull", () => {
  const sets = async () => (await hub.list(REPLICA_SET, fleet)).map(({ metadata }) => metadata.name);
  const placements = async () => (await hub.list(PLACEMENT, fleet)).map(({ metadata }) => metadata.name);
  const shared = (version: string, clusters: string[]) => [BASE, shop(version, { all: clusters }, [])] as const;

  it("is made good by the next one", async () => {
    await succeeded(stack.write(BASE).up());
    stack.configure({ ...configured, replicaSets: fleet });
    await agents.c1.stop("work");
    stack.write(...shared("1", ["c1", "c2"]));
    await killedUp(async () => (await sets()).length === 2 && (await isThere(web(c2))));
    const before = await uidOf(c2);
    await agents.c1.start("work");
    expect(await up()).toContain("was cut off");
    expect([(await sets()).length, (await placements()).length]).toEqual([2, 2]);
    for (const one of [c1, c2]) {
      expect(available(await one.expect({ ...DEPLOYMENT, namespace, name: "web" }), ":1")).toBe(true);
    }
    expect(await uidOf(c2)).toBe(before);
    await nothingToDo();
  });

  it("has nothing left of what nobody wants any more, and takes it from nobody who does", async () => {
    await succeeded(stack.write(BASE).up());
    await agents.c1.stop("work");
    stack.write(...shared("2", ["c1", "c2"]));
    await killedUp(async () => (await sets()).length === 2 && (await isThere(web(c2))));
    const before = await uidOf(c2);
    await agents.c1.start("work");
    stack.write(...shared("2", ["c2"]));
    await up();
    expect([(await sets()).length, (await placements()).length]).toEqual([1, 1]);
    expect([await works("c1"), await works("c2")].map((all) => all.filter((name) => name?.startsWith("web")))).toEqual([
      [],
      ["web"],
    ]);
    expect(await web(c1)).toBeUndefined();
    expect(await uidOf(c2)).toBe(before);
    await nothingToDo();
  });
});

it("nothing is left on the hub when everything is destroyed", async () => {
  await succeeded(stack.destroy());
  expect([await works("c1"), await works("c2")]).toEqual([[], []]);
});
