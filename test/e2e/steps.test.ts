import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, settings } from "./support/documents";
import { changes } from "./support/events";
import { CONFIG_MAP, JOB } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const local = new ClusterClient("local");

/** A task, a look at how it went, and a task elsewhere if all is done. */
const TEXT = readFileSync(join(PROJECT_ROOT, "examples/custom-steps/app.yaml"), "utf8");
const CUSTOM = (note: string) => TEXT.replace("02 cron task - 2", note);

describe("a step that reads an object, and one that depends on what it finds", () => {
  let stack: Stack;
  const inProd = async () =>
    (await local.get({ ...JOB, namespace: "prod", name: "deploy-with-override-mytask" }))?.metadata.annotations;

  beforeAll(async () => {
    stack = await Stack.create("custom-workflow");
    stack.configure({ clusters: [local.entry()] }).writeText(CUSTOM("02 cron task - 2"));
  });

  it("says in a preview that it is decided during up, and runs nothing", async () => {
    const { code, output } = await stack.preview();
    expect(code, output).toBe(0);
    expect(output).toContain('step "deploy-02" of default/deploy-with-override is decided during up');
    expect(output).toContain("if it runs, it delivers local/Job/deploy-with-override-mytask");
    expect(output).not.toContain("local/prod/Job/deploy-with-override-mytask");
  });

  it("runs as KubeVela's documentation has it", async () => {
    await succeeded(stack.up());
    expect(await inProd()).toMatchObject({ description: "02 cron task - 2" });
  });

  it("does nothing the second time, and knows what it decided before", async () => {
    const { output } = await succeeded(stack.preview("--expect-no-changes"));
    expect(output).not.toContain("decided during up");
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
  });

  it("shows nothing as deleted while it is undecided after a change", async () => {
    stack.writeText(CUSTOM("changed"));
    const { output, steps } = await succeeded(stack.preview());
    expect(output).toContain("decided during up");
    expect(changes(steps)).toEqual(["update default/deploy-with-override/steps/read-object"]);
    await succeeded(stack.up());
    expect(await inProd()).toMatchObject({ description: "changed" });
  });
});

describe("steps that send and ask", () => {
  const namespace = "steps-http";
  const TOKEN = "t0k3n-that-nobody-may-see";
  const received: string[] = [];
  let healthy = true;
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`);
    response.writeHead(healthy ? 200 : 503).end(JSON.stringify({ tag: "v2", token: TOKEN }));
  });
  let stack: Stack;

  /** Asks for a tag, writes it into a ConfigMap and a component, and tells when all is there, or when asking failed. */
  function version(level: string) {
    const { port } = server.address() as AddressInfo;
    const url = { value: `http://127.0.0.1:${port}/hook?token=${TOKEN}` };
    const taken = { ...settings("app", { level }), inputs: [{ from: "tag", parameterKey: "data.tag" }] };
    return application({
      namespace,
      components: [taken],
      steps: [
        {
          ...{ name: "ask", type: "request", properties: { url: `http://127.0.0.1:${port}/tag` } },
          outputs: [{ name: "tag", valueFrom: '"1-\\(response.tag)"' }],
        },
        {
          ...{ name: "publish", type: "export2config", properties: { configName: "tag", data: { level } } },
          inputs: [{ from: "tag", parameterKey: "data.tag" }],
        },
        { name: "deploy", type: "apply-component", properties: { component: "app" } },
        { name: "tell", type: "webhook", properties: { url, data: { level } } },
        { name: "failed", type: "webhook", if: "status.ask.failed", properties: { url, data: { failed: true } } },
      ],
    });
  }

  const data = async (name: string) => (await local.get({ ...CONFIG_MAP, namespace, name }))?.data;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    stack = await Stack.create("steps-http");
    stack.configure({ clusters: [local.entry()] }).write(version("one"));
  });
  afterAll(() => server.close());

  it("sends nothing in a preview", async () => {
    await succeeded(stack.preview());
    expect(received).toEqual([]);
  });

  it("passes what it was told to a step and to a component, and tells about it once", async () => {
    await succeeded(stack.up());
    expect([await data("tag"), await data("app")]).toEqual([
      { level: "one", tag: "1-v2" },
      { level: "one", tag: "1-v2" },
    ]);
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
    expect(received).toEqual(["GET /tag", `POST /hook?token=${TOKEN}`]);
  });

  it("keeps addresses and answers secret", async () => {
    stack.write(version("two"));
    const { output, log } = await succeeded(stack.up());
    expect(await data("app")).toEqual({ level: "two", tag: "1-v2" });
    for (const text of [output, log, await stack.export()]) expect(text).not.toContain(TOKEN);
  });

  it("fails with the step and the reason, changes nothing after it, and runs what waits for the failure", async () => {
    healthy = false;
    stack.write(version("three"));
    received.length = 0;
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/step "(ask|failed)".* failed: 127\.0\.0\.1:\d+ answered 503/);
    expect(await data("app")).toEqual({ level: "two", tag: "1-v2" });
    expect(received).toEqual(["GET /tag", `POST /hook?token=${TOKEN}`]);
  });

  it("runs what failed again", async () => {
    healthy = true;
    await succeeded(stack.up());
    expect(await data("app")).toEqual({ level: "three", tag: "1-v2" });
  });
});
