import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { outlivingReader } from "../pipes";
import { PULUMI } from "../pulumi";
import { unlockHint } from "../up/going-on";

/** What a run of the engine came to. */
export interface EngineRun {
  failed: boolean;
  /** Whether a signal has ended it, so that it may not have written what it did last. */
  killed: boolean;
  stdout: string;
  /** What it said last on its standard error. */
  reason: string;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs of the engine side by side. Ctrl-C is passed on to all of them, once each time, and no further one begins after it. */
export class Engines {
  readonly #running = new Set<ChildProcess>();
  #interrupted = false;

  /** Does something with engines, and cares for signals meanwhile. */
  static async use<Out>(work: (engines: Engines) => Promise<Out>): Promise<Out> {
    const engines = new Engines();
    const pass = (signal: NodeJS.Signals) => engines.#interrupt(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    try {
      return await outlivingReader(() => work(engines));
    } finally {
      for (const signal of SIGNALS) process.off(signal, pass);
    }
  }

  /** Whether somebody has asked for the end. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /**
   * Runs `pulumi`.
   *
   * @param env comes on top of the environment
   * @param tell gets each line of both streams as it is printed; without it, nobody does
   */
  async run(args: readonly string[], env: NodeJS.ProcessEnv, tell?: (line: string) => void): Promise<EngineRun> {
    if (this.#interrupted) return { failed: true, killed: false, stdout: "", reason: "interrupted" };
    // In a group of its own: otherwise a terminal would interrupt it too, and the second interrupt makes an engine give up.
    const child = spawn(process.execPath, [PULUMI, ...args, "--non-interactive"], {
      ...{ stdio: ["ignore", "pipe", "pipe"], detached: true },
      env: { ...process.env, ...env },
    });
    this.#running.add(child);
    const stdout: string[] = [];
    let reason = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      stdout.push(line);
      tell?.(line);
    });
    createInterface({ input: child.stderr }).on("line", (line) => {
      if (line.trim() !== "") reason = line.replace(/^error: /, "").trim();
      tell?.(line);
    });
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    this.#running.delete(child);
    const ended = signal === null ? `it exited with ${code}` : `it was ended by ${signal}`;
    if (signal !== null) tell?.(`error: ${ended}`);
    return { failed: code !== 0, killed: signal !== null, stdout: stdout.join("\n"), reason: reason || ended };
  }

  /** Runs `pulumi` on one of several stacks, and tells whose each line is. */
  async runOn(stack: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<EngineRun> {
    const tell = (line: string) => process.stdout.write(`${stack}: ${line}\n`);
    const run = await this.run(args, env, tell);
    const hint = run.failed ? unlockHint(run.reason, stack) : undefined;
    // The engine does not say of which stack, and the current one is another.
    if (hint !== undefined) tell(`another run of this stack goes on: ${hint}`);
    return run;
  }

  #interrupt(signal: NodeJS.Signals): void {
    this.#interrupted = true;
    for (const child of this.#running) child.kill(signal);
  }
}
