import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, slow, topology } from "./support/documents";
import { type Started, startFlotilla } from "./support/flotilla";
import { signal } from "./support/kill";
import { DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { type Process, treeOf } from "./support/processes";
import { currentRun } from "./support/run";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const namespace = "providers";
const clusters = (["c1", "c2", "c3"] as const).map((name) => new ClusterClient(name));

/** How long a Deployment takes to become ready, in seconds: time enough to look at processes. */
const SECONDS = 6;

let stack: Stack;

const write = (version: string) =>
  stack.write(
    application({
      namespace,
      components: [slow("slow", SECONDS, `registry.example/slow:${version}`)],
      policies: [topology("everywhere", ["c1", "c2", "c3"])],
    }),
  );

/** An update, when all clusters have the Deployment of a version, and none has it ready. */
async function delivering(version: string): Promise<Started> {
  write(version);
  const running = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
  await until(`all clusters get version ${version}`, async () => {
    const found = await Promise.all(clusters.map((one) => one.get({ ...DEPLOYMENT, namespace, name: "slow" })));
    return found.every((object) => JSON.stringify(object?.spec ?? "").includes(`slow:${version}"`)) || undefined;
  });
  return running;
}

/** The processes of a run that belong to the Kubernetes provider: what the engine has started, and what serves. */
async function providersOf({ pid }: Started): Promise<{ started: Process[]; serving: Process[] }> {
  const tree = await treeOf(pid);
  const named = (name: string) => tree.filter(({ command }) => command.split(" ")[0]?.endsWith(`/${name}`));
  return { started: named("pulumi-resource-kubernetes"), serving: named("kubernetes-provider") };
}

const isThere = async ({ pid }: Process) => (await treeOf(pid)).length > 0;

beforeAll(async () => {
  stack = (await Stack.create("providers")).configure({ clusters: clusters.map((one) => one.entry()) });
});

/** An engine of somebody's own brings a provider of its own. */
describe.skipIf(currentRun().engine.provider === undefined)("the process that serves the providers of a run", () => {
  it("is one for all clusters, and ends with the run", async () => {
    const running = await delivering("1");
    const { started, serving } = await providersOf(running);
    expect(started).toHaveLength(clusters.length);
    expect(serving).toHaveLength(1);
    expect(await running.ended(), running.output).toBe(0);
    for (const one of [...started, ...serving]) expect(await isThere(one), one.command).toBe(false);
  });

  it("fails the run when it dies, with what it said, and the next run goes on", async () => {
    const running = await delivering("2");
    for (const { pid } of (await providersOf(running)).serving) signal(pid, "SIGABRT");
    expect(await running.ended()).not.toBe(0);
    expect(running.output).toContain("the process that serves the Kubernetes providers of all clusters has ended");
    expect(running.output).toContain("SIGABRT: abort");
    const next = await delivering("2");
    expect(await next.ended(), next.output).toBe(0);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("ends with the engine, also when that is killed, and leaves nothing of what was secret", async () => {
    const running = await delivering("3");
    const { started, serving } = await providersOf(running);
    const spared = new Set([...started, ...serving].map(({ pid }) => pid));
    for (const { pid } of await treeOf(running.pid)) if (!spared.has(pid)) signal(pid, "SIGKILL");
    await running.ended();
    for (const one of [...started, ...serving]) {
      await until(`${one.command} ends`, async () => ((await isThere(one)) ? undefined : true));
    }
    const [, socket = ""] = /--together=(\S+)/.exec(serving[0]?.command ?? "") ?? [];
    expect(socket).toMatch(/\/flotilla-run-\w+\/providers$/);
    expect(existsSync(dirname(socket))).toBe(false);
    await stack.unlock();
  });

  it.each([[["127.0.0.1:1"]], [["-v=1", "127.0.0.1:1"]]])(
    "is not needed: a process of its own serves for %j",
    async (args) => {
      const launcher = join(dirname(currentRun().engine.provider ?? ""), "pulumi-resource-kubernetes");
      const child = spawn(launcher, args, { env: { ...process.env, FLOTILLA_PROVIDERS: stack.file("nobody") } });
      const [port] = await once(child.stdout, "data");
      child.kill();
      expect(String(port)).toMatch(/^\d+\n$/);
    },
  );
});
