import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import { ClusterClient } from "./support/cluster";
import { application, deploy, only, raw, settings, topology } from "./support/documents";
import { environment, flotilla } from "./support/flotilla";
import { CONFIG_MAP, fingerprint } from "./support/objects";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c3 = new ClusterClient("c3");

/** A fleet whose clusters are in a shard each. */
async function splitFleet(name: string, more: JsonObject = {}) {
  const stack = await Stack.create(name);
  const clusters = Object.entries({ a: c1, b: c3 }).map(([part, one]) => one.entry({ labels: { part } }));
  stack.configure({ clusters, shards: { label: "part" }, ...more });
  const fleet = async (...args: string[]) => {
    const { code, stdout, stderr } = await flotilla(stack, ["fleet", ...args]);
    return { code, output: stdout + stderr };
  };
  const succeeds = async (...args: string[]) => {
    const { code, output } = await fleet(...args);
    expect(code, output).toBe(0);
    return output;
  };
  return { stack, fleet, succeeds };
}

async function stateOf(stack: Stack, shard: string): Promise<string> {
  const args = [join(PROJECT_ROOT, "tools/shim/pulumi.cjs"), "stack", "export", "--stack", shard, "--non-interactive"];
  return (await run(process.execPath, args, { cwd: PROJECT_ROOT, env: environment(stack) })).stdout;
}

describe("a step that reaches clusters of several shards", () => {
  const namespace = "split-wide";
  const web = (port: number) =>
    application({
      namespace,
      components: [
        raw({
          ...{ apiVersion: "v1", kind: "Service", metadata: { name: "web" } },
          spec: { selector: { app: "web" }, ports: [{ name: "http", port }] },
        }),
      ],
      policies: [topology("one", ["c1"]), topology("other", ["c3"])],
      steps: [
        deploy("first", "one"),
        deploy("second", "other"),
        {
          ...{ name: "address", type: "collect-service-endpoints", properties: {} },
          outputs: [
            { name: "one", valueFrom: "outputs.endpoints[0].cluster" },
            { name: "other", valueFrom: "outputs.endpoints[1].cluster" },
            { name: "port", valueFrom: '"\\(outputs.endpoints[1].endpoint.port)"' },
          ],
        },
        {
          ...{ name: "publish", type: "export2config" },
          properties: { configName: "address", data: {}, cluster: "c3" },
          inputs: ["one", "other", "port"].map((from) => ({ from, parameterKey: `data.${from}` })),
        },
      ],
    });
  const published = async () => (await c3.get({ ...CONFIG_MAP, namespace, name: "address" }))?.data;

  it("runs once, when all of them have what is before it, and later steps in any shard get what it finds", async () => {
    const { stack, succeeds } = await splitFleet("fleet-wide");
    stack.write(web(8080));
    await succeeds("up", "--yes");
    expect(await published()).toEqual({ one: "c1", other: "c3", port: "8080" });
    expect(await stateOf(stack, "e2e-a"), "nothing is delivered to c3 from there").not.toMatch(
      /::(pulumi:providers:kubernetes|flotilla:index:Cluster)::c3"/,
    );
    expect(await succeeds("diff", "--exit-code")).toContain("Nothing changes.");
    expect(await succeeds("list"), "each cluster is where it was").toMatch(/e2e-a .* c1\n.*e2e-b .* c3\n/);
    stack.write(web(9090));
    await succeeds("up", "--yes");
    expect(await published(), "found when the last shard had the new version").toMatchObject({ port: "9090" });
    await succeeds("destroy", "--yes");
    expect(await fingerprint(c3, namespace)).toEqual({});
  });
});

describe("a step that fails and that later steps ask about, in a fleet in several stacks", () => {
  const namespace = "split-asks";
  /** What was asked and said, in order; `ask` is not answered until it shall be. */
  const said: string[] = [];
  let answers = false;
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    said.push(name);
    if (name !== "ask" || answers) response.end("{}");
  });
  const url = (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
  const delivered = async () => [await names(c1), await names(c3)];
  const names = async (cluster: ClusterClient) => Object.keys(await fingerprint(cluster, namespace));

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is asked about in every shard, fails the whole at its end, and is tried again by the next run", async () => {
    const { stack, fleet, succeeds } = await splitFleet("fleet-asks");
    const parts = ["base", "late", "fine", "after"];
    stack.write(
      application({
        namespace,
        components: parts.map((name) => settings(name)),
        policies: [topology("one", ["c1"]), topology("other", ["c3"]), ...parts.map((name) => only(name))],
        steps: [
          deploy("first", "one", "only-base"),
          { name: "ask", type: "request", timeout: "1s", properties: { url: url("ask") } },
          { ...deploy("late", "other", "only-late"), if: "status.ask.timeout" },
          { ...deploy("fine", "other", "only-fine"), if: "status.ask.succeeded" },
          deploy("after", "one", "only-after"),
          { name: "say", type: "webhook", if: "always", properties: { url: { value: url("say") }, data: {} } },
        ],
      }),
    );
    const { code, output } = await fleet("up", "--yes");
    expect(code, output).toBe(1);
    expect(output).toMatch(
      /app\.yaml:\d+:\d+: (error: )?step "ask" of split-asks\/app failed: it took longer than 1 sec/,
    );
    expect(await delivered(), output).toEqual([["ConfigMap/base"], ["ConfigMap/late"]]);
    expect(said, "once, in however many rounds").toEqual(["ask", "say"]);
    answers = true;
    await succeeds("up", "--yes");
    expect(await delivered()).toEqual([["ConfigMap/after", "ConfigMap/base"], ["ConfigMap/fine"]]);
    expect(said).toEqual(["ask", "say", "ask"]);
    expect(await succeeds("diff", "--exit-code")).toContain("Nothing changes.");
    await succeeds("destroy", "--yes");
  });
});

describe("waves and steps that do something, in a fleet in which each cluster has an order of its own", () => {
  const namespace = "split-lanes";
  const said: string[] = [];
  const versionIn = async (cluster: ClusterClient) =>
    (await cluster.get({ ...CONFIG_MAP, namespace, name: "rolled" }))?.data?.version;
  const server = createServer(async (_, response) => {
    said.push(`${await versionIn(c1)} ${await versionIn(c3)}`);
    response.end("{}");
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("wait for all clusters, in rounds, and what is between them does not", async () => {
    const { stack, succeeds } = await splitFleet("fleet-lanes", { order: "perCluster" });
    const rounds = async (version: string) => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      stack.write(
        application({
          namespace,
          components: ["first", "rolled", "last"].map((name) => settings(name, { version })),
          policies: [topology("both", ["c1", "c3"]), only("first"), only("rolled"), only("last")],
          steps: [
            deploy("first", "both", "only-first"),
            { name: "roll", type: "deploy", properties: { policies: ["both", "only-rolled"], maxConcurrency: 1 } },
            { name: "say", type: "webhook", properties: { url: { value: url }, data: {} } },
            deploy("last", "both", "only-last"),
          ],
        }),
      );
      return (await succeeds("up", "--yes")).match(/(?<=^== Round \d: ).*/gm);
    };
    const expected = ["e2e-a, e2e-b", "e2e-b", "e2e-a", "e2e-b", "e2e-a"];
    expect(await rounds("1")).toEqual(expected);
    expect(await rounds("2")).toEqual(expected);
    expect(said).toEqual(["1 1", "2 2"]);
    expect(Object.keys(await fingerprint(c3, namespace))).toEqual([
      "ConfigMap/first",
      "ConfigMap/last",
      "ConfigMap/rolled",
    ]);
    expect(await succeeds("diff", "--exit-code")).toContain("Nothing changes.");
    await succeeds("destroy", "--yes");
  });
});
