import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { TOOLS_DIR } from "../../tools/paths";
import { hearing } from "../../tools/shim/ctrl-c.cjs";
import { cancelOf, fleetIn, hintAfter, unsavedSince } from "../../tools/shim/cut-off.cjs";
import shimEnvironment from "../../tools/shim/environment.cjs";
import startProviders from "../../tools/shim/providers.cjs";
import startStackCommands from "../../tools/shim/stack-commands.cjs";
import { isLockOf, lockOf } from "../../tools/shim/unlock.cjs";
import { updateOf } from "../../tools/shim/unready.cjs";

const demo = {
  PULUMI_BACKEND_URL: "file:///demo",
  PULUMI_STACK: "local",
  PULUMI_CONFIG_PASSPHRASE_FILE: "/demo/secret",
};
const engine = { PULUMI_HOME: "/home" };
const defaults = { PULUMI_PARALLEL: "64" };

describe("the environment of npx pulumi", () => {
  it("is the caller's with the engine's on top where no demo runs", () => {
    expect(shimEnvironment({ LANG: "C", PULUMI_HOME: "/mine" }, undefined, engine)).toEqual({
      ...defaults,
      LANG: "C",
      PULUMI_HOME: "/home",
    });
  });

  it("leaves it to the caller how much is done at the same time", () => {
    expect(shimEnvironment({ PULUMI_PARALLEL: "4" }, demo, engine)).toMatchObject({ PULUMI_PARALLEL: "4" });
  });

  it("is the demo's where one runs", () => {
    expect(shimEnvironment({ LANG: "C" }, demo, engine)).toEqual({ ...defaults, LANG: "C", ...demo, ...engine });
  });

  it("lets no passphrase of another stack get in the demo's way", () => {
    expect(shimEnvironment({ PULUMI_CONFIG_PASSPHRASE: "mine" }, demo, engine)).toEqual({
      ...defaults,
      ...demo,
      ...engine,
    });
  });

  it.each([{ PULUMI_BACKEND_URL: "https://mine" }, { PULUMI_STACK: "prod" }])("is not the demo's with %o", (own) => {
    const mine = { ...own, PULUMI_CONFIG_PASSPHRASE: "mine" };
    expect(shimEnvironment(mine, demo, engine)).toEqual({ ...defaults, ...mine, ...engine });
  });
});

describe("a program run in place", () => {
  const shim = `require(${JSON.stringify(join(TOOLS_DIR, "shim/run.cjs"))})`;
  const inPlace = (program: string, args: string[]): string =>
    `${shim}.runInPlace("${program}", ${JSON.stringify(args)}, process.env).then(${shim}.endLike)`;
  const script = (...args: string[]): string[] => ["-e", inPlace(process.execPath, args)];

  it("gets the arguments and stdin, and passes on output and exit code", () => {
    const body = "process.stdin.on('data', (d) => { console.log(process.argv[1] + d); process.exit(7); })";
    const result = spawnSync(process.execPath, script("-e", body, "argument "), { input: "input", encoding: "utf8" });
    expect(result.stdout).toBe("argument input\n");
    expect(result.status).toBe(7);
  });

  it("ends with 1 where the engine ends with -1", () => {
    expect(spawnSync(process.execPath, script("-e", "process.exit(-1)")).status).toBe(1);
  });

  it("gets signals, and its end by one is passed on", async () => {
    const child = spawn(process.execPath, script("-e", "console.log('up'); setInterval(() => {}, 1000)"));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGTERM");
    const signal = await new Promise((resolve) => child.on("exit", (_, name) => resolve(name)));
    expect(signal).toBe("SIGTERM");
  });

  it("lives through the end of its terminal, and is told once to end", async () => {
    const body = "trap 'echo told; sleep 1; exit 3' TERM; kill -s HUP $$; echo lives; while :; do sleep 0.1; done";
    const child = spawn(process.execPath, ["-e", inPlace("sh", ["-c", body])]);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      child.kill("SIGHUP");
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([output, code]).toEqual(["lives\ntold\n", 3]);
  });

  it("has failed when a reader who goes away has ended it", () => {
    const piped = inPlace("sh", ["-c", "kill -s PIPE $$"]);
    expect(spawnSync(process.execPath, ["-e", piped]).status).toBe(1);
  });

  it("ends with 130 where an interrupt has ended it at once, as the engine at its question", () => {
    const ended = `${shim}.runInPlace("sh", ["-c", "kill -s INT $$"], process.env).then(({ code }) => process.exit(code))`;
    expect(spawnSync(process.execPath, ["-e", ended]).status).toBe(130);
  });

  it.each([
    [3, 3],
    [-1, 130],
  ])("gets an interrupt that comes from no terminal: where it exits with %d, that is %d", async (code, seen) => {
    const body = `process.on('SIGINT', () => process.exit(${code})); console.log('up'); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, script("-e", body));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(seen);
  });
});

describe("the process that runs commands about a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-shim-"));
  const engine = { pulumi: "/no/pulumi", provider: "/no/provider", env: {} };
  const { TMPDIR } = process.env;
  afterEach(() => {
    delete process.env.FLOTILLA_STACK_COMMANDS;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Where it is said to listen, when it is started with temporary files in a folder. */
  const started = (one: typeof engine | Omit<typeof engine, "provider">, below = "") => {
    process.env.TMPDIR = join(folder, below);
    mkdirSync(process.env.TMPDIR, { recursive: true });
    startStackCommands(one);
    return process.env.FLOTILLA_STACK_COMMANDS;
  };

  it("is not there for an engine of somebody's own, or where no socket can be", () => {
    const { provider: _, ...own } = engine;
    const long = "x".repeat(100);
    expect(started(own)).toBeUndefined();
    expect(started(engine, long)).toBeUndefined();
    expect(readdirSync(join(folder, long))).toEqual([]);
  });

  it("leaves nothing behind when it cannot be started", async () => {
    const place = dirname(started(engine) ?? "");
    expect(basename(place)).toMatch(/^flotilla-run-/);
    expect(statSync(place).mode & 0o777).toBe(0o700);
    await vi.waitFor(() => expect(existsSync(place)).toBe(false));
  });
});

describe("the process that serves the providers of all clusters", () => {
  const folders: string[] = [];
  const started = (args: string[], provider?: string, below = "") => {
    const folder = mkdtempSync(join(tmpdir(), "flotilla-shim-"));
    folders.push(folder);
    const TMPDIR = join(folder, below);
    mkdirSync(TMPDIR, { recursive: true });
    const { env, end } = startProviders(provider, args, { TMPDIR });
    end();
    return env.FLOTILLA_PROVIDERS !== undefined;
  };
  const PROVIDER = "/no/provider";
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it.each([[["up", "--yes"]], [["-C", "there", "preview"]], [["destroy"]], [["refresh"]]])(
    "is there for %j",
    (args) => {
      expect(started(args, PROVIDER)).toBe(true);
    },
  );

  it.each([[["stack", "ls"]], [[]]])("is not there for %j, which asks no cluster", (args) => {
    expect(started(args, PROVIDER)).toBe(false);
  });

  it("is not waited for when it does not end", () => {
    const script = join(TOOLS_DIR, "shim/providers.cjs");
    const folder = mkdtempSync(join(tmpdir(), "flotilla-shim-"));
    folders.push(folder);
    const [provider, pid] = [join(folder, "provider"), join(folder, "pid")];
    writeFileSync(provider, `#!/bin/sh\necho $$ > ${pid}\nexec sleep 60\n`, { mode: 0o755 });
    const run = `require(process.argv[1])(process.argv[2], ["up"], { TMPDIR: process.argv[3] }).end()`;
    expect(spawnSync(process.execPath, ["-e", run, script, provider, folder]).status).toBe(0);
    expect(process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL")).toBe(true);
  });

  it("is not there where the engine brings a provider of its own, or where a socket's path would be too long", () => {
    expect(started(["up"])).toBe(false);
    expect(started(["up"], PROVIDER, "deep".repeat(20))).toBe(false);
  });
});

describe("what tells that a run was cut off", () => {
  it.each([
    [["cancel", "--yes"], { stack: undefined, cwd: undefined }],
    [["cancel", "prod", "--color", "never"], { stack: "prod", cwd: undefined }],
    [["-C", "there", "cancel", "-s", "prod"], { stack: "prod", cwd: "there" }],
    [["up"], undefined],
  ])("knows whether %j takes the lock away that it has left, and of which stack", (args, cancel) => {
    expect(cancelOf(args)).toEqual(cancel);
  });

  it("says what to go on with, when the state does not have what the run did", () => {
    const since = "2026-01-02T03:04:05.678Z";
    expect(unsavedSince(`${since} default/shop\n`)).toBe(since);
    expect(hintAfter(since, undefined)).toContain(
      `The run of ${since} has not saved its state. Go on with npx flotilla up,`,
    );
    expect(unsavedSince(`saved ${since} a b\n`)).toBeUndefined();
    expect(unsavedSince("\n")).toBeUndefined();
  });

  it("says what to go on with in a part of a fleet, which the state tells", () => {
    const urn = "urn:pulumi:prod-1::flotilla::pulumi:index:Stash::fleet";
    const state = { deployment: { resources: [{ urn, outputs: { output: { fleet: "prod", shard: "1" } } }] } };
    expect(fleetIn(JSON.stringify(state))).toBe("prod");
    for (const text of [JSON.stringify({ deployment: null }), "", "{"]) expect(fleetIn(text)).toBeUndefined();
    expect(hintAfter("2026", "prod")).toContain("Go on with npx flotilla fleet up in the stack prod,");
  });
});

describe("what hears of a Ctrl-C that the engine has read from its terminal", () => {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-shim-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const env = { TMPDIR: folder };

  it("looks for it among the engine's events", () => {
    const { args, interrupted } = hearing(["-C", "there", "up", "--yes", "--", "x"], env, true);
    const log = args[4] ?? "";
    expect(args).toEqual(["-C", "there", "up", "--event-log", join(folder, "events.json"), "--yes", "--", "x"]);
    expect(interrupted()).toBe(false);
    writeFileSync(log, '{"stdoutEvent":{"message":"^C received; cancelling."}}\n');
    expect(interrupted()).toBe(true);
  });

  it.each([
    ["no terminal", ["up"], env, false],
    ["a command that changes nothing", ["stack", "ls"], env, true],
    ["somebody who may ask for the events", ["up"], { ...env, PULUMI_DEBUG_COMMANDS: "true" }, true],
  ])("leaves %s alone", (_, args, around, isHeard) => {
    expect(hearing(args, around, isHeard)).toMatchObject({ args, env: around });
  });
});

describe("what takes away the lock that an engine has left", () => {
  it.each([
    [["up", "-s", "prod"], { stack: "prod", cwd: undefined, config: undefined }],
    [["-C", "there", "destroy", "--config-file", "p.yaml"], { stack: undefined, cwd: "there", config: "p.yaml" }],
    [["preview"], undefined],
  ])("knows whether %j has one, and of which stack", (args, lock) => {
    expect(lockOf(args)).toEqual(lock);
  });

  it("leaves those of others alone", () => {
    const locked = (by: string, count = 1) =>
      `the stack is currently locked by ${count} lock(s).\n  file:///state/locks/1.json: created by me@${by} at 2026-01-02T03:04:05Z`;
    expect(isLockOf(locked(`${hostname()} (pid 65)`), 65)).toBe(true);
    expect(isLockOf(locked(`${hostname()} (pid 658)`), 65)).toBe(false);
    expect(isLockOf(locked("elsewhere (pid 65)"), 65)).toBe(false);
    expect(isLockOf(locked(`${hostname()} (pid 65)`, 2), 65)).toBe(false);
  });
});

describe("what tells why an update has failed", () => {
  const inPlace = `require(${JSON.stringify(join(TOOLS_DIR, "shim/run.cjs"))}).runInPlace`;
  const told = (body: string): string[] => [
    "-e",
    `${inPlace}(process.execPath, ["-e", ${JSON.stringify(body)}], process.env).then(({ failed }) => console.log({ failed }))`,
  ];

  it.each([
    [["up"], { stack: undefined, cwd: undefined }],
    [["up", "--yes", "-s", "prod"], { stack: "prod", cwd: undefined }],
    [["-C", "there", "update", "--stack=prod"], { stack: "prod", cwd: "there" }],
    [["up", "--color", "never", "--cwd", "there"], { stack: undefined, cwd: "there" }],
    [["preview"], undefined],
    [["config", "set", "up", "x"], undefined],
    [[], undefined],
  ])("knows whether %j is one, and of which stack", (args, update) => {
    expect(updateOf(args)).toEqual(update);
  });

  it("is asked for after a failure, and only then", () => {
    const run = (body: string) => spawnSync(process.execPath, told(body), { encoding: "utf8" }).stdout;
    expect(run("process.exit(-1)")).toBe("{ failed: true }\n");
    expect(run("")).toBe("{ failed: false }\n");
    expect(run("process.kill(process.pid, 'SIGKILL')")).toBe("{ failed: false }\n");
  });

  it("is not asked for when somebody has ended it", async () => {
    const body = "process.on('SIGTERM', () => process.exit(3)); console.log('up'); setInterval(() => {}, 1000)";
    const child = spawn(process.execPath, told(body));
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output === "up\n") child.kill("SIGTERM");
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(output).toBe("up\n{ failed: false }\n");
  });
});

describe("npx pulumi", () => {
  it("builds nothing while npm installs packages that ask for a plugin", () => {
    const env = { ...process.env, npm_lifecycle_event: "install", FLOTILLA_CACHE: "/nowhere" };
    const result = spawnSync(process.execPath, [join(TOOLS_DIR, "shim/pulumi.cjs"), "plugin", "install"], { env });
    expect(result.status).toBe(0);
    expect(String(result.stderr)).toBe("");
  });
});
