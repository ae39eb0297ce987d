import { expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, settings, topology, web } from "./support/documents";
import { Stack } from "./support/stack";

const namespace = "outputs";
const c1 = new ClusterClient("c1");

function version(...components: Parameters<typeof application>[0]["components"]) {
  return application({ namespace, components, policies: [topology("east", ["c1"])] });
}

/** What the stack's outputs say is delivered. */
async function delivered(stack: Stack): Promise<string[]> {
  const { deployment } = JSON.parse(await stack.export()) as {
    deployment: { resources: { type: string; outputs?: { deliveries?: { objects: string[] }[] } }[] };
  };
  const root = deployment.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
  return root?.outputs?.deliveries?.flatMap(({ objects }) => objects) ?? [];
}

it("the outputs of a run that failed are not taken for what is delivered", async () => {
  const stack = await Stack.create("outputs");
  stack.configure({ clusters: [c1.entry()], timeoutSeconds: 5 }).write(version(settings("config")));
  const { code, output } = await stack.up();
  expect(code, output).toBe(0);
  expect(await delivered(stack)).toEqual(["ConfigMap/config"]);

  stack.write(version(settings("config"), web("broken", { image: "registry.invalid/broken:1" })));
  expect((await stack.up()).code).not.toBe(0);
  expect(await delivered(stack)).toEqual(["ConfigMap/config"]);

  expect((await stack.destroy()).code).toBe(0);
});
