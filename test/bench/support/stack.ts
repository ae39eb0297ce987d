import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Json, JsonObject } from "../../../model/json";
import { type Engine, engineEnvironment } from "../../../tools/engine";
import { PROJECT_ROOT, TOOLS_DIR } from "../../../tools/paths";
import { type Cost, measure } from "./measure";

/** A stack of this checkout's program in a folder under `stacks` of a workspace, on a backend of its own. */
export class Stack {
  readonly #dir: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    private readonly engine: Engine,
    workspace: string,
    name: string,
  ) {
    this.#dir = join(workspace, "stacks", name);
    mkdirSync(join(this.#dir, "state"), { recursive: true });
    writeFileSync(join(this.#dir, "Pulumi.yaml"), "name: flotilla\nruntime: nodejs\n");
    this.#env = {
      ...engineEnvironment(engine),
      PULUMI_BACKEND_URL: `file://${join(this.#dir, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      PULUMI_STACK: STACK,
      PULUMI_OPTION_CONFIG_FILE: join(this.#dir, "config.yaml"),
      TMPDIR: join(workspace, "tmp"),
      KUBECONFIG: join(this.#dir, "no-kubeconfig"),
    };
  }

  /** Creates the stack, with one document to deliver to clusters that are given as in the stack's configuration. */
  async create(document: Json, clusters: Json[], more: JsonObject = {}): Promise<this> {
    const { PULUMI_OPTION_CONFIG_FILE: _, PULUMI_STACK: __, ...env } = this.#env;
    const init = ["stack", "init", STACK, "--no-select", "--cwd", this.#dir];
    await measure(this.engine.pulumi, init, env, PROJECT_ROOT);
    const { encryptionsalt } = parse(readFileSync(join(this.#dir, `Pulumi.${STACK}.yaml`), "utf8"));
    const given = { application: [join(this.#dir, "app.yaml")], clusters, ...more };
    const config = Object.fromEntries(Object.entries(given).map(([key, value]) => [`flotilla:${key}`, value]));
    writeFileSync(join(this.#dir, "config.yaml"), stringify({ encryptionsalt, config }));
    this.write(document);
    return this;
  }

  /** Changes what is delivered. */
  write(document: Json): void {
    writeFileSync(join(this.#dir, "app.yaml"), stringify(document));
  }

  preview(): Promise<Cost> {
    return this.#run("pulumi.cjs", ["preview", "--non-interactive"]);
  }

  /** Previews as a `pulumi` does that was not started by `npx`. */
  previewFromModules(): Promise<Cost> {
    const { PULUMI_LANGUAGE_NODEJS_RUN_PATH: _, ...env } = this.#env;
    return measure(this.engine.pulumi, ["preview", "--non-interactive"], env, PROJECT_ROOT);
  }

  /** Updates with `flotilla up`, without a preview first. */
  up(...options: string[]): Promise<Cost> {
    return this.#run("flotilla.cjs", ["up", "--yes", "--skip-preview", ...options]);
  }

  /** How many resources the state has, and how large it is. */
  state(): { resources: number; bytes: number } {
    const file = join(this.#dir, "state", ".pulumi", "stacks", "flotilla", `${STACK}.json`);
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: { resources: unknown[] } };
    };
    return { resources: checkpoint.latest.resources.length, bytes: statSync(file).size };
  }

  #run(command: string, args: string[]): Promise<Cost> {
    return measure(process.execPath, [join(TOOLS_DIR, "shim", command), ...args], this.#env, PROJECT_ROOT);
  }
}

const STACK = "bench";
