import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { connect } from "node:net";
import { basename, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { engineEnvironment } from "../../tools/engine";
import { PROJECT_ROOT } from "../../tools/paths";
import { run } from "../../tools/process";
import { ClusterClient } from "./support/cluster";
import { application, slow, topology, web } from "./support/documents";
import { environment, flotilla, startFlotilla } from "./support/flotilla";
import { signal } from "./support/kill";
import { type Process, treeOf } from "./support/processes";
import { currentRun, temporaryFolder } from "./support/run";
import { Stack } from "./support/stack";
import { until } from "./support/until";

const { engine } = currentRun();
const cluster = new ClusterClient("c1");
const namespace = "stack-commands";
let stack: Stack;

beforeAll(async () => {
  stack = (await Stack.create("stack-commands")).configure({ clusters: [cluster.entry()] });
  await stack.setSecret("clusters[0].labels.secret", "hush");
});

/** A process that runs commands on the stack, and its socket. */
async function commands(): Promise<{ child: ChildProcess; socket: string }> {
  const socket = join(mkdtempSync(join(temporaryFolder(), "flotilla-run-")), "commands");
  const child = spawn(engine.pulumi, [`--together=${socket}`], { cwd: PROJECT_ROOT, env: inStack() });
  await until("it listens", async () => existsSync(socket) || undefined);
  return { child, socket };
}

const inStack = () => ({ ...environment(stack), ...engineEnvironment(engine) });

/** What a process says to a request; nothing when it does not answer. */
async function ask(socket: string, args: string[], folder = PROJECT_ROOT): Promise<unknown> {
  const connection = connect(socket);
  connection.write(`${JSON.stringify({ args, folder })}\n`);
  const reply = await text(connection);
  return reply === "" ? undefined : JSON.parse(reply);
}

/** An engine of somebody's own has no such process. */
describe.skipIf(engine.provider === undefined)("the process that runs commands about a stack", () => {
  it("answers what processes of their own would, also to several at once", async () => {
    const { child, socket } = await commands();
    expect(await ask(socket, ["stack", "tag", "set", "one", "more"])).toEqual({ code: 0, stdout: "", stderr: "" });
    const asked = [
      ["config", "--json", "--show-secrets"],
      ["stack", "tag", "ls", "--json"],
      ["stack", "export"],
      ["stack", "tag", "get", "nothing"],
      ["stack", "export", "--stack", "nobody"],
      ["nonsense"],
    ].map((args) => [...args, "--non-interactive"]);
    const together = await Promise.all(asked.map((args) => ask(socket, args)));
    const alone = [];
    for (const args of asked) alone.push(await run(engine.pulumi, args, { cwd: PROJECT_ROOT, env: inStack() }));
    expect(together).toEqual(alone.map(({ code, stdout, stderr }) => ({ code, stdout, stderr })));
    expect(alone.map(({ code }) => code)).toEqual([0, 0, 0, 255, 255, 255]);
    expect(alone[0]?.stdout).toContain("hush");
    child.stdin?.end();
    await once(child, "exit");
    expect(existsSync(dirname(socket))).toBe(false);
  });

  it("answers for its own folder only", async () => {
    const { child, socket } = await commands();
    expect(await ask(socket, ["version"], dirname(PROJECT_ROOT))).toBeUndefined();
    expect(await ask(socket, ["version"])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^v\d/) });
    child.stdin?.end();
    await once(child, "exit");
  });

  it("is one for a whole run, which goes on without it when it dies", async () => {
    const components = [slow("slow", 4), web("web")];
    stack.write(application({ namespace, components, policies: [topology("here", ["c1"])] }));
    const running = startFlotilla(stack, ["up", "--yes", "--skip-preview"]);
    const found = await until("it delivers", async () => {
      const all = await treeOf(running.pid);
      return all.some(isProgram) ? all.filter(isCommands) : undefined;
    });
    expect(found).toHaveLength(1);
    signal(found[0]?.pid ?? 0, "SIGKILL");
    expect(await running.ended(), running.output).toBe(0);
    const next = await flotilla(stack, ["up"]);
    expect(next.stdout).toContain("Nothing to change");
  });
});

const isCommands = ({ command }: Process) => /\/pulumi --together=/.test(command);
const isProgram = ({ command }: Process) => basename(command.split(" ")[1] ?? "") === "run.cjs";
