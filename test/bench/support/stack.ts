import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Json } from "../../../model/json";
import { type Engine, engineEnvironment } from "../../../tools/engine";
import { PROJECT_ROOT } from "../../../tools/paths";
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
      PULUMI_SKIP_UPDATE_CHECK: "true",
      TMPDIR: join(workspace, "tmp"),
      KUBECONFIG: join(this.#dir, "no-kubeconfig"),
    };
  }

  /** Creates the stack, with one document to deliver to clusters that are given as in the stack's configuration. */
  async create(document: Json, clusters: Json[]): Promise<this> {
    await this.#pulumi(["stack", "init", "bench", "--no-select", "--cwd", this.#dir]);
    const { encryptionsalt } = parse(readFileSync(join(this.#dir, "Pulumi.bench.yaml"), "utf8"));
    const config = { "flotilla:application": [join(this.#dir, "app.yaml")], "flotilla:clusters": clusters };
    writeFileSync(join(this.#dir, "config.yaml"), stringify({ encryptionsalt, config }));
    this.write(document);
    return this;
  }

  /** Changes what is delivered. */
  write(document: Json): void {
    writeFileSync(join(this.#dir, "app.yaml"), stringify(document));
  }

  preview(): Promise<Cost> {
    return this.#operate(["preview"]);
  }

  /** Updates, without a preview first. */
  up(): Promise<Cost> {
    return this.#operate(["up", "--yes", "--skip-preview"]);
  }

  /** How many resources the state has, and how large it is. */
  state(): { resources: number; bytes: number } {
    const file = join(this.#dir, "state", ".pulumi", "stacks", "flotilla", "bench.json");
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: { resources: unknown[] } };
    };
    return { resources: checkpoint.latest.resources.length, bytes: statSync(file).size };
  }

  #operate(args: string[]): Promise<Cost> {
    const config = ["--config-file", join(this.#dir, "config.yaml")];
    return this.#pulumi([...args, "--stack", "bench", "--non-interactive", ...config]);
  }

  #pulumi(args: string[]): Promise<Cost> {
    return measure(this.engine.pulumi, args, this.#env, PROJECT_ROOT);
  }
}
