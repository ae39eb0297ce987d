import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { HeldStep } from "../../cli/workflow/standing";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import {
  type ApplicationParts,
  application,
  deploy,
  group,
  only,
  raw,
  settings,
  slow,
  topology,
} from "./support/documents";
import { changes } from "./support/events";
import { flotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT, fingerprint, SECRET } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");

/** Runs `flotilla`, which has to succeed, and returns what it printed. */
async function told(stack: Stack, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

/** Runs `flotilla`, which has to refuse, and returns why. */
async function refused(stack: Stack, ...args: string[]): Promise<string> {
  const { code, stderr } = await flotilla(stack, args);
  expect(code).toBe(1);
  return stderr;
}

const held = async (stack: Stack): Promise<HeldStep[]> =>
  JSON.parse(await told(stack, "workflow", "held", "--output", "json"));

/** Each step's phase, as `flotilla status` has it. */
async function phases(stack: Stack): Promise<Record<string, string>> {
  const [status] = JSON.parse(await told(stack, "status", "app", "--output", "json"));
  return Object.fromEntries(status.steps.map(({ name, phase }: { name: string; phase: string }) => [name, phase]));
}

/** What a run did to objects in clusters. */
const objectChanges = ({ steps }: Awaited<ReturnType<typeof succeeded>>) =>
  changes(steps.filter(({ type }) => type.startsWith("kubernetes:") && !type.endsWith(":Namespace")));

describe("a step with auto: false", () => {
  const namespace = "approval";
  const production = "approval-prod";
  let stack: Stack;

  /** `test` goes to c1; `prod`, and `last` after it, to other namespaces of c1 and c2, when somebody approves. */
  function version(
    level: string,
    maps: string[],
    { clusters = ["c1", "c2"], test = [] as ReturnType<typeof slow>[], prod = [] as ReturnType<typeof slow>[] } = {},
  ) {
    const secret = raw({ apiVersion: "v1", kind: "Secret", metadata: { name: "secret" }, stringData: { level } });
    const own = [secret, ...maps.map((name) => settings(name, { level }))];
    const everywhere = only(...own.map(({ name }) => name));
    const inTest = prod.length > 0 ? [everywhere.name] : [];
    const inProd = prod.length > 0 ? [] : [everywhere.name];
    return application({
      namespace,
      components: [...own, ...test, ...prod],
      policies: [
        topology("test", ["c1"]),
        topology("prod", clusters, { namespace: production }),
        topology("last", ["c2"], { namespace: "approval-last" }),
        everywhere,
      ],
      steps: [
        deploy("test", "test", ...inTest),
        { name: "prod", type: "deploy", properties: { policies: ["prod", ...inProd], auto: false } },
        deploy("last", "last", everywhere.name),
      ],
    });
  }

  const level = async (name: string) => (await c1.get({ ...CONFIG_MAP, namespace, name }))?.data?.level;

  /** Everything that held steps have delivered, wherever it is. */
  const inProduction = async () => ({
    c1: await fingerprint(c1, production),
    c2: await fingerprint(c2, production),
    last: await fingerprint(c2, "approval-last"),
  });
  let before: Awaited<ReturnType<typeof inProduction>>;

  beforeAll(async () => {
    stack = await Stack.create("approval");
    stack.configure({ clusters: [c1.entry(), c2.entry()] }).write(version("one", ["a", "b"]));
  });

  it("delivers nothing before it is approved the first time, and says how to go on", async () => {
    const { output } = await succeeded(stack.up());
    expect(output).toContain("npx flotilla workflow resume approval/app prod");
    expect(await level("a")).toBe("one");
    expect(await inProduction()).toEqual({ c1: {}, c2: {}, last: {} });
    expect(await phases(stack)).toEqual({ test: "succeeded", prod: "suspending", last: "pending" });
  });

  it("delivers what was approved, and the stack has who did that and when", async () => {
    await told(stack, "workflow", "resume", "app");
    await succeeded(stack.up());
    before = await inProduction();
    expect(Object.keys({ ...before.c2, ...before.last })).toEqual(["ConfigMap/a", "ConfigMap/b", "Secret/secret"]);
    const { config } = parse(readFileSync(stack.file("config.yaml"), "utf8"));
    expect(config["flotilla:approvals"]["approval/app"].prod).toEqual({
      digest: expect.stringMatching(/^p\w+$/),
      by: expect.any(String),
      at: expect.stringMatching(/^\d{4}-/),
    });
  });

  it("stays as it is while a new version waits, also what that version drops and the cluster that it leaves", async () => {
    stack.write(version("two", ["a", "c"], { clusters: ["c1"] }));
    const preview = await succeeded(stack.preview());
    expect(preview.output).toContain('step "prod" of approval/app waits for the approval of plan');
    expect(objectChanges(preview).every((change) => change.includes(`c1/${namespace}/`))).toBe(true);
    await succeeded(stack.up());
    expect([await level("a"), await level("b"), await level("c")]).toEqual(["two", undefined, "two"]);
    expect(await inProduction()).toEqual(before);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("tells what it waits for, since when and what goes on, wherever somebody looks", async () => {
    const [gate] = await held(stack);
    const command = "npx flotilla workflow resume approval/app prod && npx pulumi up";
    expect(gate).toMatchObject({ step: "prod", command, standing: "waits" });
    const { stdout } = await stack.command("stack", "output", "held", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ since: gate?.since, digest: gate?.digest, command }]);
    expect(await told(stack, "status", "app")).toContain(
      `plan ${gate?.digest} waits for an approval since ${gate?.since}; go on with: ${command}`,
    );
  });

  it("is not let through by the approval of a plan that has changed since", async () => {
    await told(stack, "workflow", "resume", "app", "prod");
    const [approved] = await held(stack);
    expect(approved?.standing).toBe("approved");
    stack.write(version("three", ["a", "c"], { clusters: ["c1"] }));
    const { output } = await succeeded(stack.up());
    expect(output).toContain(`the plan has changed since ${approved?.digest} was approved`);
    expect(await inProduction()).toEqual(before);
  });

  it("is still held after a run that was killed on the way to it, when the next one has mended the rest", async () => {
    stack.write(version("four", ["a", "c"], { clusters: ["c1"], test: [slow("never", 599)] }));
    const never = { ...DEPLOYMENT, namespace, name: "never" };
    await stack.killedUp(() => until("the Deployment is there", () => c1.get(never)).then(() => {}));
    await stack.command("cancel", "--yes");
    stack.write(version("five", ["a", "c"], { clusters: ["c1"], test: [slow("never", 1)] }));
    const { output } = await succeeded(stack.up());
    expect(output).toContain('step "prod" of approval/app waits for the approval of plan');
    expect([await level("a"), await c1.get(never)]).toMatchObject(["five", { spec: { replicas: 1 } }]);
    expect(await inProduction()).toEqual(before);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("is given up by terminate: later runs neither ask nor deliver it", async () => {
    await told(stack, "workflow", "terminate", "app");
    expect(await phases(stack)).toEqual({ test: "succeeded", prod: "terminated", last: "terminated" });
    const { output } = await succeeded(stack.up());
    expect(output).not.toContain("waits for the approval");
    expect(output).toMatch(/step "prod" of approval\/app was given up by \S+ at \S+Z/);
    expect(await inProduction()).toEqual(before);
    expect(await phases(stack)).toEqual({ test: "succeeded", prod: "terminated", last: "terminated" });
    expect(await refused(stack, "workflow", "resume", "app")).toContain("npx flotilla workflow restart approval/app");
  });

  it("is asked for again after a restart, and then goes through, dropping what the version has dropped", async () => {
    await told(stack, "workflow", "restart", "app");
    expect((await succeeded(stack.up())).output).toContain("waits for the approval of plan");
    await told(stack, "workflow", "resume", "app");
    expect(objectChanges(await succeeded(stack.up()))).toEqual([
      "create c1/approval-prod/ConfigMap/c",
      "create c2/approval-last/ConfigMap/c",
      "delete c1/approval-prod/ConfigMap/b",
      "delete c2/approval-last/ConfigMap/b",
      "delete c2/approval-prod/ConfigMap/a",
      "delete c2/approval-prod/ConfigMap/b",
      "delete c2/approval-prod/Secret/secret",
      "update c1/approval-prod/ConfigMap/a",
      "update c1/approval-prod/Secret/secret",
      "update c2/approval-last/ConfigMap/a",
      "update c2/approval-last/Secret/secret",
    ]);
    before = await inProduction();
  });

  it("can be rolled back while it waits, which changes nothing of what it has delivered", async () => {
    stack.write(version("six", ["a"]));
    await succeeded(stack.up());
    expect([await level("a"), await level("c")]).toEqual(["six", undefined]);
    await told(stack, "workflow", "rollback", "app");
    const { output } = await succeeded(stack.up());
    expect(output).not.toContain("waits for the approval");
    expect([await level("a"), await level("c")]).toEqual(["five", "five"]);
    expect(await inProduction()).toEqual(before);
    expect(await held(stack)).toEqual([]);
  });

  it("holds also what an approved delivery made before it failed, when the plan changes then", async () => {
    await told(stack, "revisions", "unpin", "app");
    stack.configure({ clusters: [c1.entry(), c2.entry()], timeoutSeconds: 5 });
    stack.write(version("seven", ["a", "d"], { prod: [slow("never", 599)] }));
    await succeeded(stack.up());
    await told(stack, "workflow", "resume", "app", "prod");
    const failed = await stack.up();
    expect(failed.code, failed.output).not.toBe(0);
    const failing = async () => {
      const found = await c1.get({ ...DEPLOYMENT, namespace: production, name: "never" });
      return { uid: found?.metadata.uid, spec: found?.spec };
    };
    const [made, waits] = [await inProduction(), await failing()];
    expect(made.c1).toHaveProperty("ConfigMap/d");
    expect(made.c1).toHaveProperty("Deployment/never");

    stack.write(version("eight", ["a"]));
    const { output } = await succeeded(stack.up());
    expect(output).toContain("waits for the approval of plan");
    expect(await level("d")).toBeUndefined();
    const { "Deployment/never": _, ...others } = (await inProduction()).c1;
    const { "Deployment/never": __, ...earlier } = made.c1;
    expect([others, (await inProduction()).last]).toEqual([earlier, made.last]);
    expect(await failing()).toEqual(waits);
    await succeeded(stack.preview("--expect-no-changes"));

    await told(stack, "workflow", "resume", "app", "prod");
    await succeeded(stack.up());
    // Nobody waits for the end of what nobody waited for.
    await until("the Deployments are gone", async () => {
      const { c1: there, c2: other } = await inProduction();
      const same = [there, other].every((one) => Object.keys(one).join() === "ConfigMap/a,Secret/secret");
      return same || undefined;
    });
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("can be destroyed while it waits", async () => {
    stack.write(version("nine", ["a"]));
    expect((await succeeded(stack.up())).output).toContain("waits for the approval of plan");
    await succeeded(stack.destroy());
    expect([await level("a"), await inProduction()]).toEqual([undefined, { c1: {}, c2: {}, last: {} }]);
    expect(await c1.get({ ...SECRET, namespace, name: "secret" })).toBeUndefined();
  });
});

describe("steps that wait one after the other", () => {
  const namespace = "gates";
  const last = `${namespace}-last`;
  const a = { ...CONFIG_MAP, name: "a" };
  let stack: Stack;
  let cluster = "c1";

  /** `first`, and after the steps in between `last`, which goes to another namespace. */
  function version(level: string, auto: boolean, ...between: NonNullable<ApplicationParts["steps"]>) {
    return application({
      namespace,
      components: [settings("a", { level })],
      policies: [topology("first", [cluster]), topology("last", [cluster], { namespace: last })],
      steps: [
        { name: "first", type: "deploy", properties: { policies: ["first"], auto } },
        ...between,
        deploy("last", "last"),
      ],
    });
  }
  const pause = (name: string, properties: JsonObject) => ({ name, type: "suspend", properties });
  const levels = async () =>
    Promise.all([namespace, last].map(async (one) => (await c1.get({ ...a, namespace: one }))?.data?.level));

  beforeAll(async () => {
    stack = await Stack.create("gates");
    stack.configure({ clusters: [c1.entry()] });
  });

  it("need an approval each, which reaches only to the next", async () => {
    stack.write(version("one", false, pause("pause", { message: "look at the graphs" })));
    await succeeded(stack.up());
    expect([await levels(), (await held(stack)).map(({ step }) => step)]).toEqual([[undefined, undefined], ["first"]]);
    await told(stack, "workflow", "resume", "app");
    expect((await succeeded(stack.up())).output).toContain("(look at the graphs)");
    expect([await levels(), (await held(stack)).map(({ step }) => step)]).toEqual([["one", undefined], ["pause"]]);
    await told(stack, "workflow", "resume", "gates/app", "pause");
    await succeeded(stack.up());
    expect([await levels(), await held(stack)]).toEqual([["one", "one"], []]);
  });

  it("go on by themselves after a short time, for which up waits, and a preview does not", async () => {
    const steps = [group("all", pause("pause", { duration: "2s" }))];
    stack.write(version("two", true, ...steps));
    await succeeded(stack.preview());
    expect(await levels()).toEqual(["one", "one"]);
    const { steps: done } = await succeeded(stack.up());
    expect(await levels()).toEqual(["two", "two"]);
    const position = (name: string) =>
      done.find((one) => one.name === name) ?? { began: Number.NaN, ended: Number.NaN };
    const waited = position(`${namespace}/app/steps/pause`);
    expect(position(`c1/${namespace}/ConfigMap/a`).ended).toBeLessThan(waited.began);
    expect(position(`c1/${last}/ConfigMap/a`).began).toBeGreaterThan(waited.ended ?? Number.NaN);
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
  });

  it("are held for a time that is longer than a run may wait, and the first run after it goes on", async () => {
    stack.configure({ clusters: [c1.entry()], timeoutSeconds: 3 });
    stack.write(version("three", true, pause("pause", { duration: "4s" })));
    const { output } = await succeeded(stack.up());
    expect(output).toContain("without, the first run goes on that begins 4s after the first that held it");
    const [gate] = await held(stack);
    expect([await levels(), gate?.step]).toEqual([["three", "two"], "pause"]);
    await sleep(Math.max(0, Date.parse(gate?.until ?? "") - Date.now()));
    await succeeded(stack.up());
    expect([await levels(), await held(stack)]).toEqual([["three", "three"], []]);
    await succeeded(stack.preview("--expect-no-changes"));
  });

  it("hold what they delivered in a cluster that was renamed since, but nothing that is gone from it", async () => {
    cluster = "east";
    stack.configure({ clusters: [c1.entry({ name: cluster, previousNames: ["c1"] })] });
    stack.write(version("four", true, pause("pause", {})));
    const { output } = await succeeded(stack.up());
    expect([await levels(), output.includes("waits for the approval")]).toEqual([["four", "three"], true]);
    await c1.remove({ ...a, namespace: last });
    const { code, stdout, stderr } = await stack.command("refresh", "--yes", "--skip-preview");
    expect(code, stdout + stderr).toBe(0);
    expect(objectChanges(await succeeded(stack.up()))).toEqual([]);
    await told(stack, "workflow", "resume", "app");
    expect(objectChanges(await succeeded(stack.up()))).toEqual([`create east/${last}/ConfigMap/a`]);
    expect(await levels()).toEqual(["four", "four"]);
  });

  it("in a group fail with the group's timeout", async () => {
    stack.write(
      application({
        namespace,
        components: [slow("never", 599)],
        policies: [topology("first", [cluster])],
        steps: [{ ...group("all", deploy("first", "first")), timeout: "3s" }],
      }),
    );
    const { code, output } = await stack.up();
    expect(code, output).not.toBe(0);
    expect(output).toMatch(/east\/gates\/Deployment\/never.*tim(ed out|eout)/is);
  });
});
