import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { PROJECT_ROOT } from "../../../tools/paths";
import { Started } from "./flotilla";
import { currentRun } from "./run";

/** What a copy of the checkout does without: it is large, or of somebody's own. */
const LEFT_OUT = /^(node_modules|\.git|\.flotilla|coverage|Pulumi\.[^.]+\.yaml|.*\.log)$/;
/** The only stack's file that belongs to the project. */
const EXAMPLE = "Pulumi.prod.yaml";

/** A copy of this checkout with a backend of its own, in which commands are typed as the documentation shows them. */
export class Checkout {
  private constructor(
    readonly dir: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /**
   * Copies the checkout, as somebody has it who has just cloned it and run `npm ci`.
   *
   * @param programs folders of programs that commands need beside those of the checkout
   */
  static create(programs: readonly string[]): Checkout {
    const dir = join(currentRun().dir, "stacks", "checkout");
    cpSync(PROJECT_ROOT, dir, {
      recursive: true,
      filter: (source) => source === PROJECT_ROOT || basename(source) === EXAMPLE || !LEFT_OUT.test(basename(source)),
    });
    const modules = join(dir, "node_modules");
    symlinkSync(realpathSync(join(PROJECT_ROOT, "node_modules")), modules);
    const state = join(dir, "../checkout-state");
    mkdirSync(state);
    const { NODE_OPTIONS: _, PULUMI_STACK: __, ...own } = process.env;
    return new Checkout(dir, {
      ...own,
      PATH: [join(modules, ".bin"), ...programs, own.PATH].join(delimiter),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      // Somebody at a terminal would say yes.
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      KUBECONFIG: join(dir, "kubeconfig"),
    });
  }

  /** A file in the checkout. */
  path(name: string): string {
    return join(this.dir, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), "utf8");
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Starts a command line in a shell. */
  start(command: string): Started {
    return new Started(this.#spawn("bash", ["-c", command]));
  }

  /** Starts a command line on a terminal. */
  startOnTerminal(command: string): Started {
    return new Started(this.#spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"]));
  }

  /** Runs a command line that has to succeed. */
  async succeeds(command: string): Promise<void> {
    const running = this.start(command);
    if ((await running.ended()) !== 0) throw new Error(`${command}: ${running.output}`);
  }

  #spawn(program: string, args: readonly string[]): ChildProcess {
    return spawn(program, args, { cwd: this.dir, env: this.environment });
  }
}
