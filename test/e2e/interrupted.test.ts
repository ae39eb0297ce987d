import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { flotilla, type Started, startFlotilla, startFlotillaOnTerminal } from "./support/flotilla";
import { signal } from "./support/kill";
import { CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const namespace = "interrupted";
const webs = { ...DEPLOYMENT, namespace, name: "web" };
const NEVER_READY = "registry.invalid/web:1";

let stack: Stack;

/** `flotilla up` until an object is there, and then it is killed. The engine leaves its lock. */
async function killedUp(there: () => Promise<unknown>, ...options: string[]): Promise<void> {
  const running = startFlotilla(stack, ["up", "--yes", "--skip-preview", ...options]);
  await until("what the run delivers first", async () => (await there()) ?? undefined);
  await running.kill();
  const { code, stderr } = await stack.command("cancel", "--yes");
  expect(code, stderr).toBe(0);
}

/** As on the keyboard: the engine reads it from its terminal, and its process gets no signal from there. */
function pressCtrlC(running: Started): Promise<number | null> {
  running.type("\x03");
  return running.ended();
}

const up = () => flotilla(stack, ["up", "--yes", "--skip-preview"]);

async function isSettled(): Promise<void> {
  const { code, steps, output } = await stack.preview("--refresh", "--expect-no-changes");
  expect(code, output).toBe(0);
  expect(changes(steps)).toEqual([]);
}

function documents(image: string, env: string[], ...more: string[]) {
  return application({
    namespace,
    components: [
      web("web", { image, env: env.map((name) => ({ name, value: "1" })) }),
      ...more.map((name) => settings(name)),
    ],
    policies: [topology("everywhere", ["c1", "c2"])],
  });
}

beforeAll(async () => {
  stack = (await Stack.create("interrupted")).configure({ clusters: [c1.entry(), c2.entry()], timeoutSeconds: 60 });
});

describe("a first run without checkpoints that is killed", () => {
  it("leaves objects that the state does not know, beside those of others", async () => {
    const neighbour = (await Stack.create("neighbour")).configure({ clusters: [c1.entry()] });
    const theirs = { components: [settings("theirs")], policies: [topology("in-c1", ["c1"])] };
    await succeeded(neighbour.write(application({ namespace: "neighbour", ...theirs })).up());
    stack.write(documents(NEVER_READY, ["KEPT", "DROPPED"], "kept", "dropped"));
    await killedUp(async () => {
      const all = [c1, c2].flatMap((one) => [
        one.get(webs),
        ...["kept", "dropped"].map((name) => one.get({ ...CONFIG_MAP, namespace, name })),
      ]);
      return (await Promise.all(all)).every((object) => object !== undefined) || undefined;
    });
    expect(JSON.parse(await stack.export()).deployment.resources ?? []).toEqual([]);
  });

  it("is made good by the next one, also where something else is wanted now", async () => {
    const before = await c1.expect({ ...CONFIG_MAP, namespace, name: "kept" });
    const { code, stdout, stderr } = await flotillaUp(documents("registry.example/web:1", ["KEPT"], "kept"));
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toMatch(/was cut off[\s\S]*6 objects are not in the state yet/);
    for (const cluster of [c1, c2]) {
      expect(await cluster.get({ ...CONFIG_MAP, namespace, name: "dropped" })).toBeUndefined();
      const live = JSON.stringify((await cluster.expect(webs)).spec);
      expect(live).toContain("KEPT");
      expect(live).not.toContain("DROPPED");
    }
    expect((await c1.expect({ ...CONFIG_MAP, namespace, name: "kept" })).metadata.uid).toBe(before.metadata.uid);
    await isSettled();
  });

  it("is forgotten then", async () => {
    const { code, stderr } = await up();
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain("cut off");
  });
});

it("sets back what a killed update has changed, when nobody wants the update any more", async () => {
  stack.write(documents(NEVER_READY, ["KEPT", "ADDED"], "kept"));
  await killedUp(async () => (JSON.stringify(await c2.get(webs)).includes(NEVER_READY) ? true : undefined));
  const { code, stdout, stderr } = await flotillaUp(documents("registry.example/web:1", ["KEPT"], "kept"));
  expect(code, stdout + stderr).toBe(0);
  for (const cluster of [c1, c2]) {
    expect(JSON.stringify((await cluster.expect(webs)).spec)).not.toMatch(/registry\.invalid|ADDED/);
  }
  await isSettled();
});

it("sets back what a killed run with checkpoints was doing, and deletes what it was creating, when nobody wants either any more", async () => {
  stack.write(documents(NEVER_READY, ["KEPT"], "kept", "brief"));
  const created = { ...CONFIG_MAP, namespace, name: "brief" };
  await killedUp(async () => {
    const live = await Promise.all([c1, c2].map((one) => one.get(webs)));
    const changed = live.every((one) => JSON.stringify(one).includes(NEVER_READY));
    return (changed && (await c2.get(created)) !== undefined) || undefined;
  }, "--checkpoints");
  const { code, stdout, stderr } = await flotillaUp(documents("registry.example/web:1", ["KEPT"], "kept"));
  expect(code, stdout + stderr).toBe(0);
  expect(stderr).toContain("The last run was cut off");
  for (const cluster of [c1, c2]) {
    expect(JSON.stringify((await cluster.expect(webs)).spec)).not.toContain(NEVER_READY);
    expect(await cluster.get(created)).toBeUndefined();
  }
  expect((await up()).stderr).not.toContain("cut off");
  await isSettled();
});

it.each([
  ["somebody has interrupted it", startFlotilla, (running: Started) => running.interrupt()],
  ["somebody has pressed Ctrl-C on its terminal", startFlotillaOnTerminal, pressCtrlC],
])("sets back what was being changed when %s", async (_, start, end) => {
  stack.write(documents(NEVER_READY, ["KEPT", "ADDED"], "kept"));
  const running = start(stack, ["up", "--yes", "--skip-preview"]);
  await until("the update", async () => (JSON.stringify(await c2.get(webs)).includes(NEVER_READY) ? true : undefined));
  expect(await end(running), running.output).toBe(130);
  expect(running.output).toContain("the next npx flotilla up looks for it");
  const { code, stdout, stderr } = await flotillaUp(documents("registry.example/web:1", ["KEPT"], "kept"));
  expect(code, stdout + stderr).toBe(0);
  for (const cluster of [c1, c2]) {
    expect(JSON.stringify((await cluster.expect(webs)).spec)).not.toMatch(/registry\.invalid|ADDED/);
  }
  expect((await up()).stderr).not.toContain("cut off");
  await isSettled();
});

it("saves the state of a run that fails", async () => {
  stack
    .write(documents(NEVER_READY, ["KEPT"], "kept"))
    .configure({ clusters: [c1.entry(), c2.entry()], timeoutSeconds: 5 });
  expect((await up()).code).not.toBe(0);
  const { code, stderr } = await flotillaUp(documents("registry.example/web:1", ["KEPT"], "kept"));
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain("cut off");
  await isSettled();
});

it("keeps the engine's checkpoints where something could be lost: a step that has run must not run again", async () => {
  const message = { name: "say", type: "print-message-in-status", properties: { message: "delivered" } };
  stack.write(
    application({
      namespace,
      components: [settings("kept")],
      policies: [topology("in-c1", ["c1"]), only("kept")],
      steps: [deploy("deliver", "in-c1", "only-kept"), message],
    }),
  );
  const { code, stdout, stderr } = await up();
  expect(code, stdout + stderr).toBe(0);
  expect(stderr).toContain('with checkpoints: a run that is cut off must not forget that step "say" has run');
});

function flotillaUp(document: ReturnType<typeof documents>) {
  stack.write(document);
  return up();
}

describe("a run whose terminal is closed while it asks whether to go on", () => {
  it("leaves no lock behind", async () => {
    const asking = (await Stack.create("asking")).configure({ clusters: [c1.entry()] });
    asking.write(
      application({ namespace: "asking", components: [settings("a")], policies: [topology("in-c1", ["c1"])] }),
    );
    const running = startFlotillaOnTerminal(asking, ["up"]);
    await running.printed(/Do you want to perform this update\?/);
    signal(running.pid, "SIGKILL");
    const next = () => flotilla(asking, ["up", "--yes", "--skip-preview"]);
    await until("the next run is not refused", async () => ((await next()).code === 0 ? true : undefined));
    await succeeded(asking.destroy());
  });
});
