import { spawn } from "node:child_process";

/** What a finished program left. */
export interface Result {
  /** Exit code; 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Settings of {@link run}. */
export interface RunOptions {
  readonly cwd?: string;
  /** The whole environment. Default: this process's own. */
  readonly env?: NodeJS.ProcessEnv;
  /** Text for stdin. Default: none. */
  readonly input?: string;
  /** Let the user see stdout and stderr as they come, instead of collecting them. Default: collect. */
  readonly show?: boolean;
  /** Told the program's process id as soon as it runs. */
  readonly started?: (pid: number) => void;
}

/** Runs a program to its end and collects what it prints. Rejects only when it cannot be started. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  return new Promise((resolve, reject) => {
    const output = options.show ? "inherit" : "pipe";
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: [options.input === undefined ? "ignore" : "pipe", output, output],
    });
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 128, stdout, stderr }));
    if (child.pid !== undefined) options.started?.(child.pid);
    child.stdin?.on("error", () => {}).end(options.input);
  });
}
