import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationStatus } from "../../cli/status/types";
import type { JsonObject } from "../../model/json";
import { ClusterClient } from "./support/cluster";
import { application, deploy, settings, topology, web } from "./support/documents";
import { flotilla, startFlotilla } from "./support/flotilla";
import { succeeded } from "./support/outcome";
import { startAgain, stop } from "./support/run";
import { Stack } from "./support/stack";

const namespace = "looking";
const [c1, c2, c3] = [new ClusterClient("c1"), new ClusterClient("c2"), new ClusterClient("c3")];

let stack: Stack;

/** Two components in c1 and c2; c3 waits for an approval. */
function documents() {
  const approved = deploy("last", "last");
  return application({
    namespace,
    components: [web("web"), web("api"), settings("config")],
    policies: [
      topology("first", ["c1", "c2"]),
      topology("last", ["c3"]),
      topology("after", ["c3"], { namespace: "later" }),
    ],
    steps: [
      deploy("first", "first"),
      { ...approved, properties: { ...(approved.properties as JsonObject), auto: false } },
      deploy("after", "after"),
    ],
  });
}

/** What a command prints that has to succeed. */
async function printed(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await flotilla(stack, args);
  expect(code, stdout + stderr).toBe(0);
  expect(stderr).toBe("");
  return stdout;
}

async function status(...args: string[]): Promise<ApplicationStatus | undefined> {
  const [found] = JSON.parse(await printed("status", ...args, "--output", "json")) as ApplicationStatus[];
  return found;
}

beforeAll(async () => {
  stack = (await Stack.create("looking")).configure({ clusters: [c1.entry(), c2.entry(), c3.entry()] });
  stack.write(documents());
  await succeeded(stack.up());
});

describe("flotilla status", () => {
  it("tells how far the workflow came, and how to go on", async () => {
    const found = await status("app");
    expect(found).toMatchObject({ status: "workflowSuspending" });
    expect(found?.steps).toEqual([
      { name: "first", type: "deploy", phase: "succeeded", message: "" },
      {
        ...{ name: "last", type: "deploy", phase: "held" },
        message: expect.stringMatching(
          /since \d{4}-.+ npx flotilla workflow resume looking\/app last && npx pulumi up$/,
        ),
      },
      { name: "after", type: "deploy", phase: "pending", message: "not reached: waits for last" },
    ]);
  });

  it("shows the tree down to pods, also of a cluster that is down", async () => {
    await stop("c2");
    try {
      const text = await printed("status", "--tree");
      expect(text).toMatch(
        /^c1 +─── looking +─┬─ Deployment\/web +Healthy Ready:1\/1\n +│ +└─ ReplicaSet\/web-\w+ +Healthy Ready:1\/1\n +│ +└─ Pod\/web-[\w-]+ +Healthy Phase:Running$/m,
      );
      expect(text).toMatch(/^c2 +─── looking +─┬─ Deployment\/web +Unknown .+$/m);
      expect(text).not.toContain("\u001b");
    } finally {
      await startAgain("c2");
    }
  });

  it("looks again until Ctrl-C, in blocks when nobody sees them on a terminal", async () => {
    const watching = startFlotilla(stack, ["status", "app", "--cluster", "c1", "--watch"]);
    await watching.printed(/Name: {9}app[\s\S]+Name: {9}app/);
    expect(await watching.interrupt()).toBe(0);
    expect(watching.output).not.toContain("\u001b");
  });
});

afterAll(() => startAgain("c2"));
