import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { settings } from "./support/documents";
import { CONFIG_MAP } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const local = new ClusterClient("local");
const c1 = new ClusterClient("c1");
const namespace = "step-decisions";
const NAMESPACE = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };

/** What the steps said, in order; `ask` is not answered until it shall be. */
const said: string[] = [];
let answers = false;
const server = createServer((request, response) => {
  const [, what = ""] = (request.url ?? "").split("/");
  if (what === "ask" && !answers) return;
  said.push(what);
  response.end("{}");
});

/** A step that says its name. */
function say(name: string, more: JsonObject = {}): JsonObject {
  const { port } = server.address() as AddressInfo;
  const url = { value: `http://127.0.0.1:${port}/${name}` };
  return { name, type: "webhook", properties: { url, data: {} }, ...more };
}

/** Everything that depends on how a step ended that takes too long, and what does not. */
function document(annotations: Record<string, string> = {}) {
  const { port } = server.address() as AddressInfo;
  return {
    ...{ apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "app", namespace, annotations } },
    spec: {
      components: [{ ...settings("app", {}), inputs: [{ from: "level", parameterKey: "data.level" }] }],
      workflow: {
        mode: { steps: "DAG", subSteps: "StepByStep" },
        steps: [
          { name: "ask", type: "request", timeout: "1s", properties: { url: `http://127.0.0.1:${port}/ask` } },
          say("late", { dependsOn: ["ask"], if: 'status.ask.timeout && status.ask.reason == "Timeout"' }),
          say("failed", { dependsOn: ["ask"], if: "status.ask.failed" }),
          say("fine", { dependsOn: ["ask"], if: "status.ask.succeeded" }),
          say("after-fine", { dependsOn: ["fine"], if: "status.fine.skipped" }),
          say("stopped", { dependsOn: ["ask"] }),
          say("always", { dependsOn: ["stopped"], if: "always" }),
          say("after-always", { dependsOn: ["always"] }),
          say("after-late", { dependsOn: ["late"] }),
          say("named", { if: `context.name == "app" && context.namespace == "${namespace}"` }),
          {
            ...{ name: "hub", type: "read-object", properties: { ...CONFIG_MAP, name: "flags", namespace } },
            outputs: [{ name: "level", valueFrom: "output.value.data.level" }],
          },
          { name: "deploy", type: "apply-component", properties: { component: "app", cluster: "c1" } },
          {
            ...{ name: "group", type: "step-group", if: 'inputs.level == "high"', inputs: [{ from: "level" }] },
            subSteps: [say("group-1"), say("group-2", { if: 'status["group-1"].succeeded' }), say("group-3")],
          },
        ],
      },
    },
  };
}

describe("steps that depend on how others ended", () => {
  let stack: Stack;
  const level = async () => (await c1.get({ ...CONFIG_MAP, namespace, name: "app" }))?.data?.level;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    await local.create(NAMESPACE);
    await local.create({ ...CONFIG_MAP, metadata: { name: "flags", namespace }, data: { level: "high" } });
    stack = await Stack.create("step-decisions");
    stack.configure({ clusters: [local.entry(), c1.entry()] }).write(document());
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("run when the one that they ask about took too long, and with always; others do not", async () => {
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/app\.yaml:\d+:\d+: (error: )?step "ask" of .* failed: it took longer than 1 seconds/);
    const groups = said.filter((name) => name.startsWith("group"));
    expect(groups, "one after the other").toEqual(["group-1", "group-2", "group-3"]);
    expect(said.filter((name) => !name.startsWith("group")).sort()).toEqual([
      ...["after-fine", "always", "failed", "late", "named"],
    ]);
    expect(await level(), "what does not wait for it is delivered").toBe("high");
  });

  it("run when it ends in time, and what ran already does not run again", async () => {
    said.length = 0;
    answers = true;
    await succeeded(stack.up());
    expect(said.sort()).toEqual(["after-always", "ask", "fine", "stopped"]);
    said.length = 0;
    await succeeded(stack.up());
    expect(said).toEqual([]);
  });

  it("all run again when an annotation of the Application changes", async () => {
    said.length = 0;
    await succeeded(stack.write(document({ "app.oam.dev/publishVersion": "2" })).up());
    expect(said.sort()).toEqual([
      ...["after-always", "always", "ask", "fine", "group-1", "group-2", "group-3", "named", "stopped"],
    ]);
  });
});

describe("collect-service-endpoints", () => {
  it("gives addresses of what was delivered to later steps", async () => {
    const own = "step-endpoints";
    const labels = { app: "web" };
    const service = {
      ...{ apiVersion: "v1", kind: "Service", metadata: { name: "web" } },
      spec: { selector: labels, ports: [{ name: "http", port: 8080 }] },
    };
    const stack = await Stack.create("step-endpoints");
    stack.configure({ clusters: [local.entry(), c1.entry()] }).write({
      ...{ apiVersion: "core.oam.dev/v1beta1", kind: "Application", metadata: { name: "app", namespace: own } },
      spec: {
        components: [{ name: "web", type: "raw", properties: service }],
        workflow: {
          steps: [
            { name: "deploy", type: "apply-component", properties: { component: "web", cluster: "c1" } },
            {
              ...{ name: "address", type: "collect-service-endpoints", properties: { portName: "http" } },
              outputs: [
                { name: "url", valueFrom: "value.url" },
                { name: "where", valueFrom: "outputs.endpoints[0].cluster" },
              ],
            },
            {
              ...{ name: "publish", type: "export2config", properties: { configName: "address", data: {} } },
              inputs: [
                { from: "url", parameterKey: "data.url" },
                { from: "where", parameterKey: "data.where" },
              ],
            },
          ],
        },
      },
    });
    await succeeded(stack.up());
    expect((await local.expect({ ...CONFIG_MAP, namespace: own, name: "address" })).data).toEqual({
      url: `http://web.${own}:8080`,
      where: "c1",
    });
  });
});
