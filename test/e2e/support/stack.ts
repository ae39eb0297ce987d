import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Json, JsonObject } from "../../../model/json";
import { engineEnvironment } from "../../../tools/engine";
import { PROJECT_ROOT } from "../../../tools/paths";
import { run } from "../../../tools/process";
import { readEvents, type Step } from "./events";
import { currentRun } from "./run";

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

/** A stack of this checkout's own program: its state, configuration and documents lie in a folder of their own. */
export class Stack {
  #events = 0;

  private constructor(
    readonly dir: string,
    private readonly salt: string,
  ) {}

  /** Makes an empty stack. */
  static async create(name: string): Promise<Stack> {
    const stacks = join(currentRun().dir, "stacks");
    mkdirSync(stacks, { recursive: true });
    const dir = mkdtempSync(join(stacks, `${name}-`));
    mkdirSync(join(dir, "state"));
    writeFileSync(join(dir, "Pulumi.yaml"), "name: flotilla\nruntime: nodejs\n");
    const { code, stdout, stderr } = await engine(dir, ["stack", "init", STACK, "--no-select", "--cwd", dir]);
    if (code !== 0) throw new Error(`no stack: ${stdout}${stderr}`);
    const { encryptionsalt } = parse(readFileSync(join(dir, `Pulumi.${STACK}.yaml`), "utf8"));
    return new Stack(dir, encryptionsalt);
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
    const { code, stdout, stderr } = await engine(this.dir, args, value);
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

  get #config(): string {
    return this.file("config.yaml");
  }

  get #where(): string[] {
    return ["--stack", STACK, "--cwd", PROJECT_ROOT, "--non-interactive"];
  }

  async #operate(args: string[]): Promise<Outcome> {
    this.#events += 1;
    const events = this.file(`events-${this.#events}.json`);
    const files = ["--config-file", this.#config, "--event-log", events];
    const { code, stdout, stderr } = await engine(this.dir, [...args, ...this.#where, ...files, "--color", "never"]);
    const { log, steps } = readEvents(events);
    return { code, output: stdout + stderr, steps, log };
  }
}

/** Runs the engine with a backend in the folder, and without any of the user's own clusters in reach. */
function engine(dir: string, args: string[], input?: string) {
  const env = {
    ...engineEnvironment(currentRun().engine),
    PULUMI_BACKEND_URL: `file://${join(dir, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_DEBUG_COMMANDS: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    TMPDIR: temporary(),
    KUBECONFIG: join(dir, "no-kubeconfig"),
  };
  return run(currentRun().engine.pulumi, args, { env, ...(input === undefined ? {} : { input }) });
}

/** One folder for temporary files of all stacks: compiled code is cached there. */
function temporary(): string {
  const dir = join(currentRun().dir, "tmp");
  mkdirSync(dir, { recursive: true });
  return dir;
}
