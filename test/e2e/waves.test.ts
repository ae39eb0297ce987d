import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { ClusterClient, type LiveObject } from "./support/cluster";
import { application, settings, topology, web } from "./support/documents";
import { edit } from "./support/edit";
import { changes, type Step } from "./support/events";
import { DEPLOYMENT, fingerprint } from "./support/objects";
import { succeeded } from "./support/outcome";
import { startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const namespace = "waves";
const NAMES = ["c1", "c2", "c3"] as const;
const [c1, c2, c3] = NAMES.map((name) => new ClusterClient(name)) as [ClusterClient, ClusterClient, ClusterClient];
const SOAK = 3;

/** `web` and ConfigMaps in three clusters; what comes last waits for the whole step. */
function documents(version: string, rollout: JsonObject, configMaps = ["old"]) {
  const image = version.startsWith("bad") ? "registry.invalid/web:1" : `registry.example/web:${version}`;
  return application({
    namespace,
    components: [web("web", { image }), ...configMaps.map((name) => settings(name))],
    policies: [topology("everywhere", [...NAMES].reverse())],
    steps: [
      { name: "roll-out", type: "deploy", properties: { policies: ["everywhere"], ...rollout } },
      { name: "tell", type: "print-message-in-status", properties: { message: `all have ${version}` } },
    ],
  });
}

const deployment = (cluster: ClusterClient): Promise<LiveObject> =>
  cluster.expect({ ...DEPLOYMENT, namespace, name: "web" });

/** The part of the engine's log in which something of a step happened: the first time that it began and the last time that it ended. */
function spanOf(steps: readonly Step[], start: string): { began: number; ended: number } {
  const own = steps.filter(({ name }) => name.startsWith(start));
  if (own.length === 0) throw new Error(`nothing begins with ${start}`);
  const ends = own.map(({ ended }) => ended ?? Number.POSITIVE_INFINITY);
  return { began: Math.min(...own.map(({ began }) => began)), ended: Math.max(...ends) };
}

/** What is under way in a state. */
interface State {
  deployment: { pending_operations?: { resource: { urn: string } }[] };
}

describe("a step in waves of one cluster", () => {
  let stack: Stack;
  const waves = { maxConcurrency: 1, minSuccessTime: `${SOAK}s` };
  const versionIn = async (cluster: ClusterClient) => {
    const [container] = JSON.parse(JSON.stringify((await deployment(cluster)).spec)).template.spec.containers;
    return container.image.split(":")[1];
  };
  const versions = () => Promise.all([c1, c2, c3].map(versionIn));
  /** Whether the end of the first wave is under way, by the state. */
  const waits = async () => {
    const { deployment } = JSON.parse(await stack.export()) as State;
    const pending = deployment.pending_operations ?? [];
    return pending.some(({ resource }) => resource.urn.endsWith("/waves/roll-out/1"));
  };
  const untouched = () => Promise.all([c2, c3].map((cluster) => fingerprint(cluster, namespace)));

  beforeAll(async () => {
    stack = await Stack.create("waves");
    const clusters = [c1, c2, c3].map((cluster) => cluster.entry());
    stack.configure({ clusters, timeoutSeconds: 10 });
  });
  afterAll(async () => {
    await startAgain("c1");
    await startAgain("c2");
  });

  it("delivers to one cluster after the other, oldest first, when the one before has stayed healthy", async () => {
    const { steps } = await succeeded(stack.write(documents("1", waves)).up());
    const order = ["c1/", `${namespace}/app/waves/roll-out/1`, "c2/", `${namespace}/app/waves/roll-out/2`, "c3/"];
    const spans = order.map((start) => spanOf(steps, start));
    for (const [index, { began }] of spans.entries()) {
      expect(began, order[index]).toBeGreaterThan(spans[index - 1]?.ended ?? -1);
    }
    const ready = (await deployment(c1)).status?.conditions?.find(({ type }) => type === "Available");
    const next = Date.parse((await deployment(c2)).metadata.creationTimestamp);
    expect(next - Date.parse(ready?.lastTransitionTime ?? "")).toBeGreaterThanOrEqual(SOAK * 1000 - 1000);
  });

  it("has nothing left to do, and touches and awaits nothing when only the size of waves changes", async () => {
    expect(changes((await succeeded(stack.preview("--expect-no-changes"))).steps)).toEqual([]);
    const wider = { ...waves, maxConcurrency: "50%", minSuccessTime: "1h" };
    const { steps } = await succeeded(stack.write(documents("1", wider)).up());
    expect(changes(steps)).toEqual([`delete ${namespace}/app/waves/roll-out/3`]);
    expect((await succeeded(stack.preview("--expect-no-changes"))).code).toBe(0);
  });

  it("stops when a wave fails: later ones keep everything, also what the new version drops", async () => {
    const before = await untouched();
    const { code, output } = await stack.write(documents("bad", waves, ["new"])).up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(output).toMatch(
      /step "roll-out" of waves\/app: it failed in c1; not started, and as they were before: c2, c3/,
    );
    expect(await untouched()).toEqual(before);
    expect((await stack.up()).code).not.toBe(0);
    expect(await untouched()).toEqual(before);
  });

  it("goes on in the second wave where it was stopped there", async () => {
    await stop("c2");
    const { code, output } = await stack.write(documents("2", waves)).up();
    expect(code, output).not.toBe(0);
    await startAgain("c2");
    expect(await versions()).toEqual(["2", "1", "1"]);
    const { steps } = await succeeded(stack.up());
    expect(changes(steps).filter((change) => /^(create|update) (c1\/|.*roll-out\/1$)/.test(change))).toEqual([]);
    expect(await versions()).toEqual(["2", "2", "2"]);
  });

  it("starts to wait again after it was killed while it waited, and does not go on when the wave is unhealthy by then", async () => {
    const before = await untouched();
    stack.write(documents("3", { ...waves, minSuccessTime: "1h" }));
    await stack.killedUp(async () => {
      await until("the engine waits for the first wave", async () => (await waits()) || undefined);
    });
    await stack.command("cancel", "--yes");
    const containers = (image: string) => ({ spec: { template: { spec: { containers: [{ name: "web", image }] } } } });
    await edit(c1, { ...DEPLOYMENT, namespace, name: "web" }, containers("registry.invalid/web:3"));
    const { code, output } = await stack.write(documents("3", waves)).up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/step "roll-out" stops after wave 1: .*cluster "c1": Deployment waves\/web is unhealthy/);
    expect(await untouched()).toEqual(before);
    await edit(c1, { ...DEPLOYMENT, namespace, name: "web" }, containers("registry.example/web:3"));
    await succeeded(stack.up());
    expect(await versions()).toEqual(["3", "3", "3"]);
  });

  it("goes on past as many failures as it may, fails nevertheless, and does not start the next step", async () => {
    await stop("c1");
    const tolerant = { ...waves, maxFailures: 1 };
    const { code, output } = await stack.write(documents("4", tolerant)).up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/step "roll-out" of waves\/app: it failed in c1\b(?!;)/);
    expect(output).not.toContain("all have 4");
    await startAgain("c1");
    expect(await versions()).toEqual(["3", "4", "4"]);
    await succeeded(stack.up());
    expect(await versions()).toEqual(["4", "4", "4"]);
    expect((await succeeded(stack.preview("--expect-no-changes"))).code).toBe(0);
  });
});
