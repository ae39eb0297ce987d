import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parse, stringify } from "yaml";
import type { Json, JsonObject } from "../../../model/json";
import { engineEnvironment } from "../../../tools/engine";
import { PROJECT_ROOT } from "../../../tools/paths";
import { type Result, run } from "../../../tools/process";
import surround from "../../../tools/shim/surroundings.cjs";
import { readEvents, type Step } from "./events";
import { killTree } from "./kill";
import { currentRun, temporaryFolder } from "./run";

/** The stack's configuration, without the namespace of its keys. `application` and `clusters` are as in `Pulumi.yaml`. */
export type Settings = { clusters: JsonObject[] } & JsonObject;

/** What a run of the engine did. */
export interface Outcome {
  /** Exit code of `pulumi`. */
  code: number;
  /** Everything it printed, on both streams. */
  output: string;
  /** What it did to resources, in order. */
  steps: Step[];
  /** The engine's own log of events, as text. */
  log: string;
}

const STACK = "e2e";

/** What differs from a run of the checkout's own program with the engine as it is. */
export interface StackOptions {
  /** Folders of plugins to use instead of those that the engine would look for, by name. */
  plugins?: Readonly<Record<string, string>>;
  /** Text of a program that is run instead of the checkout's own: a module in TypeScript. */
  program?: string;
  /** Environment variables, which may change between runs. */
  environment?: Record<string, string>;
}

/** A stack of this checkout's own program: its state, configuration and documents lie in a folder of their own. */
export class Stack {
  #events = 0;

  private constructor(
    readonly dir: string,
    private readonly salt: string,
    private readonly project: string,
    readonly environment: Record<string, string>,
  ) {}

  /** Makes an empty stack. */
  static async create(name: string, { plugins, program, environment = {} }: StackOptions = {}): Promise<Stack> {
    const stacks = join(currentRun().dir, "stacks");
    mkdirSync(stacks, { recursive: true });
    const dir = mkdtempSync(join(stacks, `${name}-`));
    mkdirSync(join(dir, "state"));
    writeFileSync(
      join(dir, "Pulumi.yaml"),
      stringify(program === undefined ? project(dir, plugins) : own(dir, program)),
    );
    const { code, stdout, stderr } = await engine(dir, ["stack", "init", STACK, "--no-select", "--cwd", dir]);
    if (code !== 0) throw new Error(`no stack: ${stdout}${stderr}`);
    const { encryptionsalt } = parse(readFileSync(join(dir, `Pulumi.${STACK}.yaml`), "utf8"));
    return new Stack(
      dir,
      encryptionsalt,
      plugins === undefined && program === undefined ? PROJECT_ROOT : dir,
      environment,
    );
  }

  /** Writes the configuration, with the documents of {@link write} as the Application unless it says otherwise. */
  configure(settings: Settings): this {
    const all = { application: [this.file("app.yaml")], ...settings };
    const config = Object.fromEntries(Object.entries(all).map(([key, value]) => [`flotilla:${key}`, value]));
    writeFileSync(this.#config, stringify({ encryptionsalt: this.salt, config }));
    return this;
  }

  /** Sets one value of the configuration as a secret. */
  async setSecret(path: string, value: string): Promise<void> {
    const args = [
      "config",
      "set",
      "--secret",
      "--path",
      `flotilla:${path}`,
      ...this.#where,
      "--config-file",
      this.#config,
    ];
    const { code, stdout, stderr } = await engine(this.dir, args, { input: value });
    if (code !== 0) throw new Error(`not set: ${stdout}${stderr}`);
  }

  /** Writes the documents that the stack delivers, in the YAML that Kubernetes reads: `yes` is text only in quotes. */
  write(...documents: Json[]): this {
    return this.writeText(documents.map((document) => stringify(document, { version: "1.1" })).join("---\n"));
  }

  /** Writes the documents as text. */
  writeText(text: string): this {
    writeFileSync(this.file("app.yaml"), text);
    return this;
  }

  /** A file in the stack's folder. */
  file(name: string): string {
    return join(this.dir, name);
  }

  preview(...options: string[]): Promise<Outcome> {
    return this.#operate(["preview", ...options]);
  }

  /** Updates, without a preview first. */
  up(...options: string[]): Promise<Outcome> {
    return this.#operate(["up", "--yes", "--skip-preview", ...options]);
  }

  destroy(...options: string[]): Promise<Outcome> {
    return this.#operate(["destroy", "--yes", "--skip-preview", ...options]);
  }

  /** The state as `pulumi stack export` prints it. */
  async export(...options: string[]): Promise<string> {
    return (await engine(this.dir, ["stack", "export", ...options, ...this.#where])).stdout;
  }

  /** Runs any other command of the engine on the stack. */
  async command(...args: string[]): Promise<Result> {
    const config = args[0] === "refresh" ? ["--config-file", this.#config] : [];
    const options = { environment: this.environment };
    return engine(this.dir, [...args, ...this.#where, ...config], options);
  }

  get #config(): string {
    return this.file("config.yaml");
  }

  get #where(): string[] {
    return ["--stack", STACK, "--cwd", this.project, "--non-interactive"];
  }

  /**
   * Updates, and kills the engine with everything that it has started, as a lost runner would, at the time that a promise is fulfilled.
   * The state stays locked, as it does then: see {@link unlock}.
   */
  async killedUp(when: () => Promise<unknown>, ...options: string[]): Promise<void> {
    let engine = 0;
    const running = this.#operate(["up", "--yes", "--skip-preview", ...options], (pid) => {
      engine = pid;
    });
    const early = running.then(({ output }) => {
      throw new Error(`the update ended before it could be killed: ${output}`);
    });
    await Promise.race([when(), early]);
    early.catch(() => {});
    await killTree(engine);
    await running;
  }

  /** Takes away the lock that a killed run has left, as `pulumi cancel` does. */
  async unlock(): Promise<void> {
    const { code, stderr } = await this.command("cancel", "--yes");
    if (code !== 0) throw new Error(`not unlocked: ${stderr}`);
  }

  /** The engine's log of events of the run that is going on, or was the last, as text. */
  get log(): string {
    return existsSync(this.#eventLog) ? readFileSync(this.#eventLog, "utf8") : "";
  }

  get #eventLog(): string {
    return this.file(`events-${this.#events}.json`);
  }

  async #operate(args: string[], started?: (pid: number) => void): Promise<Outcome> {
    this.#events += 1;
    const events = this.#eventLog;
    const files = ["--config-file", this.#config, "--event-log", events];
    const all = [...args, ...this.#where, ...files, "--color", "never"];
    const options = { environment: this.environment, ...(started === undefined ? {} : { started }) };
    const { code, stdout, stderr } = await engine(this.dir, all, options);
    const { log, steps } = readEvents(events);
    return { code, output: stdout + stderr, steps, log };
  }
}

/** The project: a bare one to begin with, or the checkout's own with its program and with plugins of our own. */
function project(dir: string, plugins: StackOptions["plugins"]): JsonObject {
  if (plugins === undefined) return { name: "flotilla", runtime: "nodejs" };
  const own = parse(readFileSync(join(PROJECT_ROOT, "Pulumi.yaml"), "utf8")) as JsonObject;
  const providers = Object.entries(plugins).map(([name, path]) => ({ name, path }));
  return { ...own, main: relative(dir, PROJECT_ROOT), plugins: { providers } };
}

/** The project of somebody's own program, which uses the checkout as a library. */
function own(dir: string, program: string): JsonObject {
  writeFileSync(join(dir, "program.ts"), program);
  symlinkSync(join(PROJECT_ROOT, "node_modules"), join(dir, "node_modules"));
  const tsNode = { transpileOnly: true, transpiler: join(PROJECT_ROOT, "tools/transpiler.cjs") };
  writeFileSync(
    join(dir, "tsconfig.json"),
    JSON.stringify({ extends: join(PROJECT_ROOT, "tsconfig.json"), "ts-node": tsNode }),
  );
  const providers = [{ name: "flotilla", path: join(PROJECT_ROOT, "provider") }];
  return { name: "flotilla", runtime: "nodejs", main: "program.ts", plugins: { providers } };
}

interface EngineOptions {
  input?: string;
  environment?: Readonly<Record<string, string>>;
  /** Told the engine's process id. */
  started?: (pid: number) => void;
}

/**
 * Runs the engine with a backend in the folder, and without any of the user's own clusters in reach. One process serves all of its
 * providers, as in `npx pulumi`.
 */
async function engine(dir: string, args: string[], { environment, ...options }: EngineOptions = {}): Promise<Result> {
  const { engine } = currentRun();
  const around = surround(engine, args, {
    ...engineEnvironment(engine),
    PULUMI_BACKEND_URL: `file://${join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    TMPDIR: temporaryFolder(),
    KUBECONFIG: join(dir, "no-kubeconfig"),
    ...environment,
  });
  try {
    return await run(engine.pulumi, args, { env: around.env, ...options });
  } finally {
    around.end();
  }
}
