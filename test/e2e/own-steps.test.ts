import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, settings } from "./support/documents";
import { changes } from "./support/events";
import { CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const EXAMPLE = join(PROJECT_ROOT, "examples/own-steps");

describe("the example of a step type of one's own", () => {
  const namespace = "own-steps";
  const note = { ...CONFIG_MAP, namespace, name: "web-ready" };
  const web = { ...DEPLOYMENT, namespace, name: "web" };
  const text = readFileSync(join(EXAMPLE, "app.yaml"), "utf8")
    .replaceAll("beijing-", "c")
    .replace("namespace: examples", `namespace: ${namespace}`);
  let stack: Stack;

  beforeAll(async () => {
    stack = await Stack.create("own-steps");
    stack.configure({ clusters: [c1.entry(), c2.entry()], types: join(EXAMPLE, "types.ts") }).writeText(text);
  });

  it("does not run in a preview, and what depends on it is decided during up", async () => {
    const { output } = await succeeded(stack.preview());
    expect(output).toContain(`step "deploy-rest" of ${namespace}/shop is decided during up`);
    expect(await c1.get(note)).toBeUndefined();
  });

  it("reads and applies in the cluster that it names, and decides", async () => {
    const { output } = await succeeded(stack.up());
    expect(output).toContain('step "look": 2 pods of "web" are ready');
    expect((await c1.expect(note)).data).toEqual({ pods: "2" });
    expect(await c2.get(note)).toBeUndefined();
    await c2.expect(web);
  });

  it("does not run again when nothing has changed", async () => {
    await c1.remove(note);
    await succeeded(stack.preview("--expect-no-changes"));
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);
    expect(await c1.get(note)).toBeUndefined();
  });

  it("fails with its place and what it says, and changes nothing after it", async () => {
    stack.writeText(
      text.replace("clusters: [c1]\n        outputs", "clusters: [c1]\n          atLeast: 3\n        outputs"),
    );
    const { code, output } = await stack.up();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /app\.yaml:\d+:\d+: step "look" failed: 2 pods of "web" are ready, and 3 have to be \(.*types\.ts:\d+:\d+\)/,
    );
    expect(output).not.toMatch(/^\s+at /m);
    await c2.expect(web);
  });
});

describe("a step that knows a secret", () => {
  const namespace = "own-steps-secret";
  const PLANTED = "pl4nted-and-never-seen";
  const TYPES = `
    import { z } from "${join(PROJECT_ROOT, "node_modules/zod")}";
    import { ownStepType } from "${join(PROJECT_ROOT, "plan/steps/own-type")}";
    const leak = ownStepType({
      name: "leak",
      description: "Tells what it should not",
      schema: z.strictObject({ fail: z.boolean() }),
      clusters: () => ["c1"],
      async run({ fail }, { cluster, context, message }) {
        const metadata = { name: "planted", namespace: String(context.namespace) };
        const { data } = (await cluster("c1").read({ apiVersion: "v1", kind: "Secret", metadata })) as any;
        const text = Buffer.from(data.key, "base64").toString();
        message("found " + text);
        if (fail) throw new Error("cannot use " + text);
        return { text };
      },
    });
    export default { steps: [leak] };`;
  const document = (fail: boolean) =>
    application({
      namespace,
      components: [{ ...settings("app", {}), inputs: [{ from: "text", parameterKey: "data.text" }] }],
      steps: [
        { name: "leak", type: "leak", properties: { fail }, outputs: [{ name: "text", valueFrom: "text" }] },
        { name: "deploy", type: "apply-component", properties: { component: "app", cluster: "c1" } },
        { name: "after", type: "leak", properties: { fail: false }, if: "status.leak.failed" },
      ],
    });

  it("tells it to nobody, neither in messages nor in errors nor in the state", async () => {
    const metadata = { name: "planted", namespace };
    await c1.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await c1.create({ apiVersion: "v1", kind: "Secret", metadata, stringData: { key: PLANTED } } as never);
    const stack = await Stack.create("own-steps-secret");
    writeFileSync(stack.file("types.ts"), TYPES);
    stack.configure({ clusters: [c1.entry()], types: stack.file("types.ts") }).write(document(false));
    const first = await succeeded(stack.up());
    expect(first.output).toContain('step "leak": found [secret]');
    expect((await c1.expect({ ...CONFIG_MAP, namespace, name: "app" })).data).toEqual({ text: PLANTED });

    const second = await stack.write(document(true)).up();
    expect(second.code).not.toBe(0);
    expect(second.output).toMatch(/step "leak" of own-steps-secret\/app failed: cannot use \[secret\]/);
    expect(second.output, "what asks for the failure runs").toContain('step "after": found [secret]');
    for (const text of [first.output, first.log, second.output, second.log, await stack.export()]) {
      expect(text).not.toContain(PLANTED);
      expect(text).not.toContain(Buffer.from(PLANTED).toString("base64"));
    }
  });
});
