import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, it, vi } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "flotilla-commands-"));
const socket = join(folder, "commands");
const VARIABLE = "FLOTILLA_STACK_COMMANDS";
let server: Server | undefined;

/** A process that says this to each request. */
async function answering(answer: (request: unknown) => string): Promise<string[]> {
  const requests: string[] = [];
  server = createServer((connection) => {
    connection.once("data", (text) => {
      requests.push(String(text));
      connection.end(answer(JSON.parse(String(text))));
    });
  });
  await new Promise<void>((listens) => server?.listen(socket, listens));
  return requests;
}

/** The module as it is in a command that begins with the variable. */
async function begun() {
  process.env[VARIABLE] = socket;
  vi.resetModules();
  return import("../../cli/stack-commands");
}

afterAll(() => rmSync(folder, { recursive: true }));

afterEach(async () => {
  await new Promise((closed) => (server === undefined ? closed(undefined) : server.close(closed)));
  server = undefined;
  rmSync(socket, { force: true });
});

it("asks for commands in this folder, and gets what they print", async () => {
  const answer = { code: 255, stdout: "ü\n".repeat(100_000), stderr: "error: no stack" };
  const requests = await answering(() => `${JSON.stringify(answer)}\n`);
  const { askForCommand } = await begun();
  expect(await askForCommand(["stack", "export"])).toEqual(answer);
  expect(requests.map((one) => JSON.parse(one))).toEqual([{ args: ["stack", "export"], folder: process.cwd() }]);
});

it("waits for a process that does not listen yet", async () => {
  const { askForCommand } = await begun();
  const asked = askForCommand(["config"]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await answering(() => '{"code":0,"stdout":"","stderr":""}\n');
  expect(await asked).toEqual({ code: 0, stdout: "", stderr: "" });
});

it.each([[""], ['{"code":0,"std']])("asks no more when a process has ended over a command with %j", async (reply) => {
  const requests = await answering(() => reply);
  const { askForCommand } = await begun();
  expect(await askForCommand(["config"])).toBeUndefined();
  expect(await askForCommand(["config"])).toBeUndefined();
  expect(requests).toHaveLength(1);
});

it("gives up when nobody listens", async () => {
  const { askForCommand } = await begun();
  expect(await askForCommand(["config"])).toBeUndefined();
});

it("hides the process from what is started, but for the program of the same run", async () => {
  const { stackCommandsForProgram } = await begun();
  expect(process.env[VARIABLE]).toBeUndefined();
  expect(stackCommandsForProgram()).toEqual({ [VARIABLE]: socket });
});
