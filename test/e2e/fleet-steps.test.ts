import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import type { Report } from "../../report/types";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, settings, slow, topology } from "./support/documents";
import { edit } from "./support/edit";
import { environment, flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, fingerprint } from "./support/objects";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c3 = new ClusterClient("c3");
const SECRET = { apiVersion: "v1", kind: "Secret" };
/** How long the last cluster takes, in seconds: longer than it takes to interrupt a run. */
const SOAK = 20;
const TOKEN = "PLANTED-in-a-fleet";

/** What the steps said, in order, each with what the last cluster had by then. */
const said: string[] = [];
const namespace = "split-steps";
const server = createServer(async (request, response) => {
  const there = await c3.get({ ...CONFIG_MAP, namespace, name: "config" });
  said.push(`${request.url?.slice(1)} ${there?.data?.version ?? "-"}`);
  response.end("{}");
});

function say(name: string): JsonObject & { name: string; type: string } {
  const { port } = server.address() as AddressInfo;
  return { name, type: "webhook", properties: { url: { value: `http://127.0.0.1:${port}/${name}` }, data: {} } };
}

/** A part of a fleet whose clusters are in a shard each. */
class SplitFleet {
  constructor(
    readonly stack: Stack,
    private readonly more: JsonObject = {},
  ) {
    const clusters = Object.entries({ a: c1, b: c3 }).map(([part, one]) => one.entry({ labels: { part } }));
    stack.configure({ clusters, shards: { label: "part" }, ...this.more });
  }

  async run(...args: string[]) {
    const { code, stdout, stderr } = await flotilla(this.stack, ["fleet", ...args]);
    return { code, output: stdout + stderr, stdout };
  }

  async up(): Promise<string> {
    const { code, output } = await this.run("up", "--yes");
    expect(code, output).toBe(0);
    return output;
  }

  async state(stack: string): Promise<string> {
    const shim = join(PROJECT_ROOT, "tools/shim/pulumi.cjs");
    const args = [shim, "stack", "export", "--stack", stack, "--non-interactive"];
    return (await run(process.execPath, args, { cwd: PROJECT_ROOT, env: environment(this.stack) })).stdout;
  }
}

describe("steps that do something, in a fleet in several stacks", () => {
  let fleet: SplitFleet;

  /** What is read in c3 decides about c1, and everybody is told when c3 has everything. */
  const documents = (version: string, seconds = 0) =>
    application({
      namespace,
      components: [
        settings("config", { version }),
        settings("extra"),
        slow("web", seconds, `registry.example/web:${version}`),
      ],
      policies: [
        topology("one", ["c1"]),
        topology("other", ["c3"]),
        only("config"),
        only("extra"),
        only("config", "web"),
      ],
      steps: [
        say("begin"),
        deploy("first", "one", "only-config"),
        {
          ...{
            name: "look",
            type: "read-object",
            properties: { ...CONFIG_MAP, name: "flags", namespace, cluster: "c3" },
          },
          outputs: [{ name: "level", valueFrom: "output.value.data.level" }],
        },
        {
          ...{ name: "open", type: "read-object", properties: { ...SECRET, name: "token", namespace, cluster: "c3" } },
          outputs: [{ name: "token", valueFrom: "output.value.data.token" }],
        },
        { ...deploy("more", "one", "only-extra"), inputs: [{ from: "level" }], if: 'inputs.level == "high"' },
        {
          ...{ name: "publish", type: "export2secret", properties: { secretName: "copy", data: {}, cluster: "c1" } },
          inputs: [{ from: "token", parameterKey: "data.token" }],
        },
        { ...deploy("last", "other", "only-config-web"), if: "status.first.succeeded" },
        say("end"),
      ],
    });
  const extra = () => c1.get({ ...CONFIG_MAP, namespace, name: "extra" });
  const setLevel = (level: string) => edit(c3, { ...CONFIG_MAP, namespace, name: "flags" }, { data: { level } });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await c3.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await c3.create({ ...CONFIG_MAP, metadata: { name: "flags", namespace }, data: { level: "high" } });
    await c3.create({
      ...SECRET,
      metadata: { name: "token", namespace },
      data: { token: Buffer.from(TOKEN).toString("base64") },
    });
    fleet = new SplitFleet(await Stack.create("fleet-steps"));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("run in no preview, which tells what is decided later, once", async () => {
    fleet.stack.write(documents("1"));
    const { code, output, stdout } = await fleet.run("diff", "--output", "json");
    expect(code, output).toBe(0);
    const { messages } = JSON.parse(stdout) as Report;
    const told = messages.filter(({ text }) => text.includes("is decided during up"));
    expect(told.map(({ text }) => text.split(" ")[1])).toEqual(['"more"', '"publish"']);
    expect(said).toEqual([]);
  });

  it("run once for all shards, each when everything before it is delivered in all of them", async () => {
    const output = await fleet.up();
    expect(output.match(/^== Round .*/gm), "and no shard is run for nothing").toEqual(
      ["a", "b", "a", "b", "a"].map((part, index) => `== Round ${index + 1}: e2e-${part}`),
    );
    expect(said).toEqual(["begin -", "end 1"]);
    expect(await extra(), "decided by what was read in another shard").toBeDefined();
    const copy = await c1.get({ ...SECRET, namespace, name: "copy" });
    expect(JSON.stringify(copy), "what was read is what is delivered").toContain(
      Buffer.from(Buffer.from(TOKEN).toString("base64")).toString("base64"),
    );
    for (const text of [output, await fleet.state("e2e-a"), await fleet.state("e2e-b")]) {
      expect(text).not.toContain(TOKEN);
      expect(text).not.toContain(Buffer.from(TOKEN).toString("base64"));
    }
  });

  it("do not run again when nothing has changed", async () => {
    said.length = 0;
    expect(await fleet.up()).not.toContain("== Round");
    const { code, output } = await fleet.run("diff", "--output", "json", "--exit-code");
    expect(code, output).toBe(0);
    expect(output).not.toContain("decided during up");
    expect(said).toEqual([]);
  });

  it("run again for a new version, and what is decided otherwise then is deleted at the end", async () => {
    await setLevel("low");
    fleet.stack.write(documents("2"));
    await fleet.up();
    expect(said).toEqual(["begin 1", "end 2"]);
    expect(await extra()).toBeUndefined();
    const status = await flotilla(fleet.stack, ["status"]);
    expect(status.stdout).not.toMatch(/pending|unknown/);
  });

  it("run once also when the run is interrupted behind them, and the rest in the next one", async () => {
    said.length = 0;
    await setLevel("high");
    fleet.stack.write(documents("3", SOAK));
    const running = startFlotilla(fleet.stack, ["fleet", "up", "--yes"]);
    await running.printed(/e2e-b: .*Deployment c3\/split-steps\/Deployment\/web updating/);
    expect(await running.interrupt(), running.output).toBe(130);
    expect(said).toEqual(["begin 2"]);
    expect(await extra()).toBeDefined();
    await setLevel("low");
    await fleet.up();
    expect(said).toEqual(["begin 2", "end 3"]);
    expect(await extra(), "decided by what was read for this version").toBeDefined();
  });

  it("leave nothing behind when the fleet is destroyed", async () => {
    const { code, output } = await fleet.run("destroy", "--yes");
    expect(code, output).toBe(0);
    expect(await fingerprint(c1, namespace)).toEqual({});
  });
});

describe("an approval of what a step finds, in a fleet in several stacks", () => {
  const namespace = "split-approved";
  const level = async (cluster: ClusterClient) =>
    (await cluster.get({ ...CONFIG_MAP, namespace, name: "config" }))?.data?.level;

  it("is one for all shards, about what was found, and the step does not run again for it", async () => {
    const fleet = new SplitFleet(await Stack.create("fleet-approved"));
    await c3.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    const flags = { ...CONFIG_MAP, namespace, name: "flags" };
    await c3.create({ ...CONFIG_MAP, metadata: { name: "flags", namespace }, data: { level: "high" } });
    fleet.stack.write(
      application({
        namespace,
        components: [{ ...settings("config", {}), inputs: [{ from: "level", parameterKey: "data.level" }] }],
        policies: [topology("both", ["c1", "c3"])],
        steps: [
          {
            ...{ name: "look", type: "read-object", properties: { ...flags, cluster: "c3" } },
            outputs: [{ name: "level", valueFrom: "output.value.data.level" }],
          },
          { name: "both", type: "deploy", properties: { policies: ["both"], auto: false } },
        ],
      }),
    );
    const held = (output: string) => new Set(output.match(/waits for the approval of plan \w+/g));
    expect(held(await fleet.up()).size).toBe(1);
    expect(await fleet.up(), "nothing more is to be told").not.toContain("== Round");
    await edit(c3, flags, { data: { level: "low" } });
    const { code, stderr } = await flotilla(fleet.stack, ["workflow", "resume", `${namespace}/app`]);
    expect(code, stderr).toBe(0);
    await fleet.up();
    expect([await level(c1), await level(c3)]).toEqual(["high", "high"]);
    expect(await fleet.up()).not.toContain("== Round");
    expect((await fleet.run("destroy", "--yes")).code).toBe(0);
  });
});

describe("waits for a time, in a fleet in several stacks", () => {
  const namespace = "split-waits";
  const LONG = 15;
  const version = async (cluster: ClusterClient) =>
    (await cluster.get({ ...CONFIG_MAP, namespace, name: "config" }))?.data?.version;

  it("are one for all shards, from the first run that held", async () => {
    const fleet = new SplitFleet(await Stack.create("fleet-waits"), { timeoutSeconds: 10 });
    fleet.stack.write(
      application({
        namespace,
        components: [settings("config", { version: "1" })],
        policies: [topology("one", ["c1"]), topology("both", ["c1", "c3"])],
        steps: [
          deploy("first", "one"),
          { name: "long", type: "suspend", properties: { duration: `${LONG}s` } },
          deploy("last", "both"),
        ],
      }),
    );
    const begun = Date.now();
    expect(await fleet.up()).toContain('step "long" of split-waits/app waits for the approval');
    expect(await version(c3)).toBeUndefined();
    await sleep(begun + (LONG + 10) * 1000 - Date.now());
    await fleet.up();
    expect(await version(c3)).toBe("1");
    expect(await fleet.up()).not.toContain("== Round");
    expect((await fleet.run("destroy", "--yes")).code).toBe(0);
  });
});
