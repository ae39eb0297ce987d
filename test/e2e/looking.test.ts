import { once } from "node:events";
import { appendFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationStatus } from "../../cli/status/types";
import type { JsonObject } from "../../model/json";
import { CONTAINER_LOG, PREVIOUS_CONTAINER_LOG } from "../../tools/clusters/containers";
import { clusterFolder } from "../../tools/clusters/files";
import { ClusterClient } from "./support/cluster";
import { application, deploy, settings, topology, web } from "./support/documents";
import { ExecGateway } from "./support/exec-gateway";
import { flotilla, startFlotilla } from "./support/flotilla";
import { succeeded } from "./support/outcome";
import { type ClusterName, currentRun, startAgain, stop } from "./support/run";
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

/** Says how c1 is reached. */
function configure(first: JsonObject): void {
  stack.configure({ clusters: [first, c2.entry(), c3.entry()] });
}

beforeAll(async () => {
  stack = await Stack.create("looking");
  configure(c1.entry());
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
        ...{ name: "last", type: "deploy", phase: "suspending" },
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

/** Where a fake cluster keeps what its containers print. */
const logFile = (cluster: ClusterName, file = CONTAINER_LOG) =>
  join(clusterFolder({ name: cluster, dir: currentRun().dir }), file);

/** A line as container runtimes write it, so many seconds after a time. */
const line = (second: number, text: string) => `2020-01-01T00:00:0${second}.5Z stdout F ${text}\n`;

describe("flotilla logs", () => {
  beforeAll(() => {
    writeFileSync(logFile("c1"), line(1, "one") + line(3, "three"));
    writeFileSync(logFile("c2"), line(2, "two"));
    writeFileSync(logFile("c1", PREVIOUS_CONTAINER_LOG), line(0, "before"));
  });

  it("merges the pods of all clusters in the order in which they wrote", async () => {
    const lines = (await printed("logs", "app", "--component", "web")).trimEnd().split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^c1\/web-[\w-]+ web \| one$/),
      expect.stringMatching(/^c2\/web-[\w-]+ web \| two$/),
      expect.stringMatching(/^c1\/web-[\w-]+ web \| three$/),
    ]);
  });

  it("prints only what is asked for", async () => {
    const one = ["logs", "app", "--cluster", "c1", "--component", "api", "--output", "raw"];
    expect(await printed(...one, "--tail", "1", "--timestamps")).toBe("2020-01-01T00:00:03.500000000Z three\n");
    expect(await printed(...one, "--previous")).toBe("before\n");
    expect(await printed(...one, "--since", "1h")).toBe("");
  });

  it("follows several clusters until Ctrl-C", async () => {
    const following = startFlotilla(stack, ["logs", "app", "--component", "api", "--follow", "--output", "json"]);
    await following.printed(/"cluster":"c2".*"message":"two"/);
    appendFileSync(logFile("c1"), line(4, "four"));
    await following.printed(/"cluster":"c1".*"message":"four"/);
    expect(await following.interrupt()).toBe(0);
  });
});

describe("flotilla exec", () => {
  const web = ["exec", "app", "--cluster", "c1", "--component", "web"];

  it("runs a command, and fails when it does", async () => {
    const { code, stdout, stderr } = await flotilla(stack, [...web, "--", "sh", "-c", "echo out; echo err >&2"]);
    expect([code, stdout, stderr]).toEqual([0, "out\n", "err\n"]);
    // Fake kubelets say what a command exited with only in their message.
    const failed = await flotilla(stack, [...web, "--", "sh", "-c", "exit 7"]);
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toMatch(/^error: exec in web-\S+ \(cluster c1, .+exit status 7\n$/);
  });

  it("exits with what the command exits with", async () => {
    const gateway = await ExecGateway.start("c1");
    writeFileSync(stack.file("gateway"), gateway.kubeconfig());
    configure({ name: "c1", kubeconfigFile: stack.file("gateway") });
    try {
      const shell = (script: string) => flotilla(stack, [...web, "--", "sh", "-c", script]);
      expect(await shell("echo out; echo err >&2; exit 7")).toEqual({ code: 7, stdout: "out\n", stderr: "err\n" });
      expect(await shell("echo out")).toEqual({ code: 0, stdout: "out\n", stderr: "" });
    } finally {
      configure(c1.entry());
      await gateway.stop();
    }
  });

  it("passes on standard input", async () => {
    // Fake kubelets do not tell a command that its standard input has ended: this one does not wait for that.
    const { code, stdout, stderr } = await flotilla(stack, [...web, "-i", "--", "head", "-n", "1"], "some text\n");
    expect([code, stdout, stderr]).toEqual([0, "some text\n", ""]);
  });

  it("lists the choices where nobody can be asked", async () => {
    const { code, stdout, stderr } = await flotilla(stack, ["exec", "app", "--component", "web", "--", "true"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(
      /^error: several pods are meant; choose one with .+:\n {2}web-\S+ \(cluster c1, namespace looking, component web\)\n {2}web-\S+ \(cluster c2, .+\)\n$/,
    );
  });
});

describe("flotilla port-forward", () => {
  it("forwards a free port of the loopback address until Ctrl-C", async () => {
    const forwarding = startFlotilla(stack, ["port-forward", "app", ":80", "--cluster", "c2", "--component", "api"]);
    const [, port] = await forwarding.printed(/^Forwarding from 127\.0\.0\.1:(\d+) -> 80 of api-\S+ \(cluster c2, /m);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write("sent");
    const [answer] = await once(socket, "data");
    expect(String(answer)).toBe("sent");
    socket.destroy();
    expect(await forwarding.interrupt()).toBe(0);
  });
});

afterAll(() => startAgain("c2"));
