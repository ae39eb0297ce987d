import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import type { KubernetesObject } from "../../workloads/types";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const c1 = new ClusterClient("c1");
const namespace = "narrow";
const components = (image: string) => [
  web("web", { image, ports: [{ port: 80, expose: true }] }),
  { name: "job", type: "task", properties: { image } },
  settings("config"),
];
const shop = (image: string) =>
  application({ namespace, components: components(image), policies: [topology("one", ["c1"])] });

/** What `flotilla rbac` prints for a stack's documents. */
async function rights(stack: Stack): Promise<KubernetesObject[]> {
  writeFileSync(stack.file("clusters.yaml"), stringify({ clusters: [{ name: "c1" }] }));
  const sources = ["--file", stack.file("app.yaml"), "--clusters", stack.file("clusters.yaml")];
  const args = ["rbac", ...sources, "--subject", "serviceaccount:robots:ship"];
  const { code, stdout, stderr } = await run(
    process.execPath,
    [join(PROJECT_ROOT, "tools/shim/flotilla.cjs"), ...args],
    { cwd: PROJECT_ROOT, env: process.env },
  );
  expect(code, stderr).toBe(0);
  return parseAllDocuments(stdout).map((document) => document.toJS());
}

describe("credentials with the rights that flotilla rbac prints", () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = (await Stack.create("rbac")).write(shop("registry.example/web:1"));
    for (const object of await rights(stack)) await c1.create(object);
    const kubeconfig = await c1.kubeconfigFor("robots", "ship");
    stack.configure({ clusters: [{ name: "c1" }], health: "full" });
    await stack.setSecret("clusters[0].kubeconfig", kubeconfig);
  });

  it("deliver the Application and wait for its health", async () => {
    await succeeded(stack.up());
    expect(await c1.expect({ ...DEPLOYMENT, namespace, name: "web" })).toMatchObject({
      status: { availableReplicas: 1 },
    });
  });

  it("update it, and find nothing to do then", async () => {
    await succeeded(stack.write(shop("registry.example/web:2")).up());
    const again = await succeeded(stack.up("--refresh"));
    expect(changes(again.steps)).toEqual([]);
  });

  it("find what a run has left that was killed", async () => {
    const left = settings("left");
    const more = { components: [...components("registry.example/web:3"), left], policies: [topology("one", ["c1"])] };
    stack.write(application({ namespace, ...more }));
    const running = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
    await until("the run delivers", () => c1.get({ ...CONFIG_MAP, namespace, name: "left" }));
    await running.kill();
    await stack.unlock();
    const { code, stdout, stderr } = await flotilla(stack.write(shop("registry.example/web:2")), [
      "up",
      "--yes",
      "--skip-preview",
    ]);
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toContain("1 object is not in the state yet");
    expect(await c1.get({ ...CONFIG_MAP, namespace, name: "left" })).toBeUndefined();
    const again = await succeeded(stack.up("--refresh"));
    expect(changes(again.steps)).toEqual([]);
  });

  it("reach no other namespace", async () => {
    const elsewhere = application({
      namespace: "elsewhere",
      components: [settings("x")],
      policies: [topology("t", ["c1"])],
    });
    const { code, output } = await stack.write(elsewhere).up();
    expect(code).not.toBe(0);
    expect(output).toMatch(/forbidden/);
    expect(await c1.namespace("elsewhere")).toBeUndefined();
  });

  it("take away what they delivered", async () => {
    await succeeded(stack.write(shop("registry.example/web:2")).up());
    await succeeded(stack.destroy());
    expect(await c1.get({ ...DEPLOYMENT, namespace, name: "web" })).toBeUndefined();
  });
});
