import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";
import { ClusterClient } from "./support/cluster";
import { application, settings } from "./support/documents";
import { changes } from "./support/events";
import { CONFIG_MAP } from "./support/objects";
import { succeeded } from "./support/outcome";
import { Stack } from "./support/stack";

const local = new ClusterClient("local");
const c1 = new ClusterClient("c1");

/** A program of somebody's own, which delivers what is in `app.yaml`. */
const program = (more: string) => `
import { readFileSync } from "node:fs";
import { Cluster, deliver, deliveredBefore, deliveredNow } from "${join(PROJECT_ROOT, "components")}";
import ownSteps from "${join(PROJECT_ROOT, "examples/own-steps/types")}";

const cluster = (name: string, file: string) => new Cluster(name, { kubeconfig: readFileSync(file, "utf8") });

export = async () => {
  const applications = deliver({
    documents: { files: [process.env.DOCUMENTS!] },
    clusters: [cluster("local", "${local.kubeconfigFile}"), cluster("c1", "${c1.kubeconfigFile}")],
    types: ownSteps,
    ${more}
  });
  return { delivered: deliveredNow(applications) };
};
`;
const COMPLETE = `module: "${join(PROJECT_ROOT, "examples/own-steps/types.ts")}", delivered: await deliveredBefore(),`;

describe("a program of one's own", () => {
  const namespace = "library";
  const flags = { ...CONFIG_MAP, metadata: { name: "flags", namespace } };
  const document = (level: string) =>
    application({
      namespace,
      components: [settings("app", { level })],
      steps: [
        { name: "first", type: "apply-component", properties: { component: "app", cluster: "local" } },
        {
          ...{ name: "flags", type: "read-object", properties: { ...CONFIG_MAP, name: "flags", namespace } },
          outputs: [{ name: "open", valueFrom: "output.value.data.open" }],
        },
        {
          ...{ name: "second", type: "apply-component", properties: { component: "app", cluster: "c1" } },
          ...{ inputs: [{ from: "open" }], if: 'inputs.open == "yes"' },
        },
        { name: "count", type: "count-ready", properties: { component: "app", clusters: ["c1"], atLeast: 0 } },
      ],
    });
  const create = async (more: string) => {
    const environment: Record<string, string> = {};
    const stack = await Stack.create("library", { program: program(more), environment });
    environment.DOCUMENTS = stack.file("app.yaml");
    return stack.configure({ clusters: [] }).write(document("one"));
  };
  const level = async () => (await c1.get({ ...CONFIG_MAP, namespace, name: "app" }))?.data?.level;

  it("is told what it has to pass for steps that decide, before anything is made", async () => {
    const { code, output, steps } = await (await create("")).up();
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /step "second" of library\/app is decided during up.*pass deliveredBefore\(\) as `delivered`/,
    );
    expect(output).toMatch(
      /app\.yaml:\d+:\d+: error: step "count" is of the type "count-ready".*pass the path of its module/,
    );
    expect(changes(steps).filter((change) => change.includes("ConfigMap"))).toEqual([]);
  });

  it("runs steps that read and decide, and its own types", async () => {
    await local.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await local.create({ ...flags, data: { open: "yes" } });
    const stack = await create(COMPLETE);
    const first = await succeeded(stack.preview());
    expect(first.output).toContain('step "second" of library/app is decided during up');
    expect(await local.get({ ...CONFIG_MAP, namespace, name: "app" })).toBeUndefined();

    const { output } = await succeeded(stack.up());
    expect(await level()).toBe("one");
    expect(output).toContain('step "count": 0 pods of "app" are ready');
    expect(changes((await succeeded(stack.up())).steps)).toEqual([]);

    const undecided = await succeeded(stack.write(document("two")).preview());
    expect(changes(undecided.steps).filter((change) => change.startsWith("delete"))).toEqual([]);

    await local.remove({ ...CONFIG_MAP, namespace, name: "flags" });
    await succeeded(stack.up());
    expect(await level(), "what an if refuses now is deleted").toBeUndefined();
  });
});
