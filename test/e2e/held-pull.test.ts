import { afterAll, beforeAll, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { DEPLOYMENT } from "./support/objects";
import { Agents, MANIFEST_WORK, type OcmProcess, startHub } from "./support/ocm";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const namespace = "held-pull";
const hub = new ClusterClient("local");
const c1 = new ClusterClient("c1");
const agents = new Agents(c1);
let controller: OcmProcess;
let stack: Stack;

const version = (image: string, auto: boolean) =>
  application({
    namespace,
    components: [web("web", { image })],
    policies: [topology("c1", ["c1"])],
    steps: [{ name: "only", type: "deploy", properties: { policies: ["c1"], auto } }],
  });
const imageThere = async () => JSON.stringify((await c1.expect({ ...DEPLOYMENT, namespace, name: "web" })).spec);
const work = async () => (await hub.list(MANIFEST_WORK, "c1"))[0];

beforeAll(async () => {
  controller = await startHub(hub);
  stack = (await Stack.create("held-pull")).configure({
    clusters: [hub.entry(), c1.entry({ registration: "ocm", delivery: "pull" })],
    klusterlet: { leaseDurationSeconds: 1, statusSyncSeconds: 1 },
    timeoutSeconds: 60,
  });
  const running = stack.write(version("registry.example/web:1", true)).up();
  await agents.start("registration");
  await agents.start("work");
  await succeeded(running);
});
afterAll(async () => {
  await agents.stopAll();
  await controller.stop();
});

it("holds what a cluster pulls and has not made healthy, without waiting for it", async () => {
  stack.configure({
    clusters: [hub.entry(), c1.entry({ registration: "ocm", delivery: "pull" })],
    ...{ klusterlet: { leaseDurationSeconds: 1, statusSyncSeconds: 1 }, timeoutSeconds: 15 },
  });
  const failed = await stack.write(version("registry.invalid/web:2", true)).up();
  expect(failed.code, failed.output).not.toBe(0);
  const before = (await work())?.metadata.generation;
  const { output } = await succeeded(stack.write(version("registry.example/web:3", false)).up());
  expect(output).toContain("approv");
  expect((await work())?.metadata.generation, "nothing of its content has changed").toBe(before);
  expect(await imageThere()).toContain("registry.invalid/web:2");
  expect(changes((await succeeded(stack.up())).steps), "the next run has nothing to do").toEqual([]);
});

it("delivers it, and waits for it again, once it may", async () => {
  await succeeded(stack.write(version("registry.example/web:3", true)).up());
  expect(await imageThere()).toContain("registry.example/web:3");
  expect((await work())?.metadata.annotations).not.toHaveProperty(["pulumi.com/skipAwait"]);
  await succeeded(stack.destroy());
});
