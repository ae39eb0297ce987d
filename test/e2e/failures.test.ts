import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterClient } from "./support/cluster";
import { application, deploy, group, only, settings, topology, web } from "./support/documents";
import { changes } from "./support/events";
import { available, CONFIG_MAP, DEPLOYMENT } from "./support/objects";
import { startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";

const c1 = new ClusterClient("c1");
const c2 = new ClusterClient("c2");
const c3 = new ClusterClient("c3");

/** What the engine says at the end about everything that went wrong. */
function diagnostics(output: string): string {
  return output.slice(output.indexOf("Diagnostics:"), output.indexOf("Outputs:"));
}

/** Whether a cluster has the ConfigMap that the second step delivers. */
async function reachedSecondStep(cluster: ClusterClient, namespace: string): Promise<boolean> {
  return (await cluster.get({ ...CONFIG_MAP, namespace, name: "second" })) !== undefined;
}

describe.each([
  { order: "barrier", goesOn: false },
  { order: "perCluster", goesOn: true },
])("$order, when an object of the first step does not become healthy in c2", ({ order, goesOn }) => {
  const namespace = `unhealthy-${order.toLowerCase()}`;
  let stack: Stack;

  /** `web` everywhere, with an image of its own in c2, and after that a ConfigMap everywhere. */
  const documents = (imageInC2: string) =>
    application({
      namespace,
      components: [web("web"), settings("second")],
      policies: [
        topology("in-c1", ["c1"]),
        topology("in-c2", ["c2"]),
        topology("everywhere", ["c1", "c2"]),
        {
          name: "image",
          type: "override",
          properties: { components: [{ name: "web", properties: { image: imageInC2 } }] },
        },
        only("web"),
        only("second"),
      ],
      steps: [
        group("first", deploy("first-c1", "only-web", "in-c1"), deploy("first-c2", "only-web", "image", "in-c2")),
        deploy("second", "only-second", "everywhere"),
      ],
    });

  beforeAll(async () => {
    stack = (await Stack.create("unhealthy")).configure({
      clusters: [c1.entry(), c2.entry()],
      order,
      timeoutSeconds: 10,
    });
  });

  it(`fails and names the object, and the second step ${goesOn ? "starts only in c1" : "does not start"}`, async () => {
    const { code, output } = await stack.write(documents("registry.invalid/web:1")).up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(diagnostics(output)).toMatch(new RegExp(`c2/${namespace}/Deployment/web.*\\n *error: .*`));
    expect(available(await c1.expect({ ...DEPLOYMENT, namespace, name: "web" }), "web:1")).toBe(true);
    expect(await reachedSecondStep(c1, namespace)).toBe(goesOn);
    expect(await reachedSecondStep(c2, namespace)).toBe(false);
  });

  it("completes with a second update when the cause is gone", async () => {
    const { code, output } = await stack.write(documents("registry.example/web:2")).up();
    expect(code, output).toBe(0);
    expect(await reachedSecondStep(c1, namespace)).toBe(true);
    expect(await reachedSecondStep(c2, namespace)).toBe(true);
    expect(changes((await stack.preview("--expect-no-changes")).steps)).toEqual([]);
  });
});

describe("a cluster that is down", () => {
  const namespace = "down";
  let stack: Stack;

  beforeAll(async () => {
    const clusters = [c1.entry(), c3.entry()];
    stack = (await Stack.create("down")).configure({ clusters, order: "perCluster", timeoutSeconds: 30 }).write(
      application({
        namespace,
        components: [web("web"), settings("second")],
        policies: [topology("both", ["c1", "c3"]), only("web"), only("second")],
        steps: [deploy("first", "only-web", "both"), deploy("second", "only-second", "both")],
      }),
    );
    await stop("c3");
  });
  afterAll(() => startAgain("c3"));

  it("is named in the error, and the other one gets everything", async () => {
    const { code, output } = await stack.up("--continue-on-error");
    expect(code, output).not.toBe(0);
    expect(diagnostics(output)).toMatch(/\/c3\/.*\n *error: .*unreachable/);
    expect(diagnostics(output)).not.toMatch(/\bc1\b/);
    expect(await reachedSecondStep(c1, namespace)).toBe(true);
  });

  it("gets everything with the next update once it is back", async () => {
    await startAgain("c3");
    const { code, output, steps } = await stack.up();
    expect(code, output).toBe(0);
    expect(changes(steps).filter((change) => /\bc1\b/.test(change))).toEqual([]);
    expect(await reachedSecondStep(c3, namespace)).toBe(true);
    expect((await stack.preview("--expect-no-changes")).code).toBe(0);
  });
});
