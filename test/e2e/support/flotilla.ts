import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../../tools/paths";
import { run } from "../../../tools/process";
import { killTree } from "./kill";
import { temporaryFolder } from "./run";
import type { Stack } from "./stack";

const COMMAND = join(PROJECT_ROOT, "tools/shim/flotilla.cjs");

/** Runs `flotilla` on a stack, as somebody in the checkout would. */
export function flotilla(stack: Stack, args: readonly string[], input?: string) {
  const options = { cwd: PROJECT_ROOT, env: environment(stack), ...(input === undefined ? {} : { input }) };
  return run(process.execPath, [COMMAND, ...args], options);
}

/** Starts a `flotilla` that goes on until it is ended. Collects what it prints. */
export function startFlotilla(stack: Stack, args: readonly string[]): Started {
  const options = { cwd: PROJECT_ROOT, env: environment(stack) };
  return new Started(spawn(process.execPath, [COMMAND, ...args], options));
}

/** The same on a terminal, which is closed by killing this. */
export function startFlotillaOnTerminal(stack: Stack, args: readonly string[]): Started {
  const command = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(" ");
  const options = { cwd: PROJECT_ROOT, env: environment(stack) };
  return new Started(spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], options));
}

/** A program that runs. */
export class Started {
  /** What it has printed so far, on both streams. */
  output = "";
  readonly #printing = new EventEmitter();
  readonly #ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
        this.#printing.emit("more");
      });
    }
    this.#ended = new Promise((resolve) => child.once("close", resolve));
  }

  /** Its process id. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it has printed something. Throws when it ends before. */
  async printed(wanted: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = wanted.exec(this.output);
      if (match !== null) return match;
      const ended = this.#ended.then((code) => ({ code }));
      const next = await Promise.race([once(this.#printing, "more"), ended]);
      if ("code" in next) throw new Error(`it ended with ${next.code} before it printed ${wanted}:\n${this.output}`);
    }
  }

  /** Types something, and says with `end` that nothing follows. */
  type(text: string, end = false): void {
    if (end) this.child.stdin?.end(text);
    else this.child.stdin?.write(text);
  }

  /** Waits for its end, and returns what it exits with. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  /** Presses Ctrl-C, and returns what it exits with. */
  interrupt(): Promise<number | null> {
    this.child.kill("SIGINT");
    return this.#ended;
  }

  /** Kills it and what it has started, as a runner does that is lost. */
  async kill(): Promise<number | null> {
    await killTree(this.pid);
    return this.#ended;
  }
}

/** The environment of somebody who works with a stack. */
export function environment(stack: Stack): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${stack.file("state")}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse",
    PULUMI_STACK: "e2e",
    PULUMI_OPTION_CONFIG_FILE: stack.file("config.yaml"),
    TMPDIR: temporaryFolder(),
  };
}
