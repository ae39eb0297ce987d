import { beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, type Entry, settings, topology, web } from "./support/documents";
import { flotilla, startFlotilla } from "./support/flotilla";
import { CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const namespace = "nothing-to-do";
const webs = { ...DEPLOYMENT, namespace, name: "web" };

let stack: Stack;

const configure = (more: object) => stack.configure({ clusters: [c1.entry(), c2.entry()], ...more });

/** Whether `flotilla up` ran the engine. */
async function runs(...options: string[]): Promise<boolean> {
  const { code, stdout, stderr } = await flotilla(stack, ["up", "--yes", "--skip-preview", ...options]);
  expect(code, stdout + stderr).toBe(0);
  const told = stdout.includes("Nothing to change");
  expect(stdout.includes("Resources:"), stdout).toBe(!told);
  return !told;
}

const documents = (image: string, ...steps: Entry[]) =>
  application({
    namespace,
    components: [web("web", { image }), settings("settings")],
    policies: [topology("everywhere", ["c1", "c2"])],
    ...(steps.length === 0 ? {} : { steps }),
  });

beforeAll(async () => {
  stack = await Stack.create("nothing-to-do");
  configure({ timeoutSeconds: 60 }).write(documents("registry.example/web:1"));
});

describe("flotilla up without a change", () => {
  it("does not start the engine, after a run that has delivered everything", async () => {
    expect(await runs()).toBe(true);
    expect(await runs()).toBe(false);
    expect(await runs()).toBe(false);
  });

  it("starts it when somebody asks for it, also to refresh, which repairs what was deleted by hand", async () => {
    expect(await runs("--engine")).toBe(true);
    const lost = { ...CONFIG_MAP, namespace, name: "settings" };
    await c1.remove(lost);
    expect(await runs("--", "--refresh")).toBe(true);
    expect(await c1.get(lost)).toBeDefined();
  });

  it("starts it after a run that was to leave something out", async () => {
    expect(await runs()).toBe(true);
    expect(await runs()).toBe(false);
    stack.write(documents("registry.example/web:1b"));
    const { deployment } = JSON.parse(await stack.export());
    const { urn } = deployment.resources.find(({ type }: { type: string }) => type.endsWith(":ConfigMap"));
    expect(await runs("--", "--target", urn)).toBe(true);
    expect(await runs()).toBe(true);
    expect(JSON.stringify(await c2.expect(webs))).toContain("registry.example/web:1b");
  });

  it("starts it when a document has changed", async () => {
    expect(await runs()).toBe(false);
    stack.write(documents("registry.example/web:2"));
    expect(await runs()).toBe(true);
    expect(JSON.stringify(await c2.expect(webs))).toContain("registry.example/web:2");
  });

  it("starts it when a document was changed while the last run previewed, and changed back since", async () => {
    stack.write(documents("registry.example/web:2a"));
    const running = startFlotilla(stack, ["up", "--yes"]);
    await running.printed(/Updating \(/);
    stack.write(documents("registry.example/web:2b"));
    expect(await running.ended(), running.output).toBe(0);
    stack.write(documents("registry.example/web:2a"));
    expect(await runs()).toBe(true);
    expect(JSON.stringify(await c2.expect(webs))).toContain("registry.example/web:2a");
  });

  it("starts it when the configuration has changed", async () => {
    expect(await runs()).toBe(false);
    configure({ timeoutSeconds: 61 });
    expect(await runs()).toBe(true);
  });

  it("starts it when somebody else has run it, or has edited the state", async () => {
    expect(await runs()).toBe(false);
    expect((await stack.up()).code).toBe(0);
    expect(await runs()).toBe(true);
    const state = JSON.parse(await stack.export());
    const { urn } = state.deployment.resources.find(({ type }: { type: string }) => type.endsWith(":ConfigMap"));
    expect((await stack.command("state", "protect", urn, "--yes")).code).toBe(0);
    expect(await runs()).toBe(true);
  });

  it("starts it after a run that has failed", async () => {
    configure({ timeoutSeconds: 3 }).write(documents("registry.invalid/web:3"));
    const { code } = await flotilla(stack, ["up", "--yes", "--skip-preview"]);
    expect(code).not.toBe(0);
    configure({ timeoutSeconds: 61 }).write(documents("registry.example/web:2"));
    expect(await runs()).toBe(true);
    expect(JSON.stringify(await c2.expect(webs))).toContain("registry.example/web:2");
  });

  it("starts it every time when something is held", async () => {
    const later = { name: "later", type: "deploy", properties: { policies: ["everywhere"], auto: false } };
    stack.write(documents("registry.example/web:2", deploy("first", "everywhere"), later));
    expect(await runs()).toBe(true);
    expect(await runs()).toBe(true);
  });
});
