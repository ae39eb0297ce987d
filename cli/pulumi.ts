import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { InputError } from "../model/findings";
import engineRun from "../tools/shim/engine-run.cjs";
import runEngine from "../tools/shim/run-engine.cjs";
import { engineHint } from "./engine-hints";
import { type Answer, askForCommand } from "./stack-commands";

/** The command that `npx pulumi` runs: the user's own engine, or the one built here. */
export const PULUMI = join(__dirname, "../tools/shim/pulumi.cjs");

/**
 * Runs `pulumi` on the current stack and returns what it printed.
 *
 * @throws InputError with what it complained about
 */
export function pulumi(...args: string[]): string {
  return run(args);
}

/** What makes a command work on a stack. Default: the current one. */
export function onStack(stack: string | undefined): string[] {
  return stack === undefined ? [] : ["--stack", stack];
}

/** Like {@link pulumi}, while other things go on. */
export async function pulumiMeanwhile(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = (await askForCommand([...args, ...QUIET])) ?? (await execute(args, process.env));
  if (code === 0) return stdout;
  throw failed(args, lastLine(stderr) ?? `it exited with ${code}`);
}

/** Like {@link pulumi}, with something for its standard input, which no list of processes shows. */
export function pulumiWithInput(input: string, ...args: string[]): string {
  return run(args, { input });
}

/** What a run of `pulumi` came to. */
export interface PulumiRun {
  failed: boolean;
  stdout: string;
  /** The last thing it complained about, when it failed. */
  reason: string;
}

/**
 * Like {@link pulumiMeanwhile}, for a run whose output is wanted also when it fails. `env` comes on top of the environment.
 */
export async function tryPulumi(args: readonly string[], env: NodeJS.ProcessEnv): Promise<PulumiRun> {
  const { code, stdout, stderr } = await execute(args, { ...process.env, ...env });
  const reason = lastLine(stderr) ?? (code === 0 ? "" : `it exited with ${code}`);
  return { failed: code !== 0, stdout, reason };
}

/** Runs a command in a process of its own. */
function execute(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Answer> {
  const { file, all, env } = call(args, environment);
  return new Promise((resolve) => {
    execFile(file, all, { ...OPTIONS, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 1), stdout, stderr });
    });
  });
}

/** Runs `pulumi` where its user sees it, and answers it on a terminal. Returns what it exits with. `env` comes on top of the environment. */
export async function pulumiInPlace(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const alone = process.stdin.isTTY && process.stdout.isTTY ? [] : QUIET;
  const { code } = await runEngine([...args, ...alone], { ...process.env, ...env });
  return code;
}

/** What keeps commands from asking back. */
const QUIET = ["--non-interactive"];

const OPTIONS = { encoding: "utf8", maxBuffer: 1 << 28 } as const;

/** Commands that start no providers, so no shim has to clean up after them. */
const ALONE = ["config", "stack"];

/** What to run, how and in which environment, for `pulumi` with these arguments. */
function call(args: readonly string[], env = process.env) {
  const all = [...args, ...QUIET];
  const engine = ALONE.includes(args[0] ?? "") ? engineRun(env) : undefined;
  if (engine !== undefined) return { file: engine.pulumi, all, env: engine.env };
  return { file: process.execPath, all: [PULUMI, ...all], env };
}

function run(args: string[], more: { input?: string } = {}): string {
  const { file, all, env } = call(args);
  const { status, stdout, stderr, error } = spawnSync(file, all, { ...more, ...OPTIONS, env });
  if (status === 0) return stdout;
  throw failed(args, error?.message ?? lastLine(stderr) ?? `it exited with ${status}`);
}

function failed(args: readonly string[], reason: string): InputError {
  const stack = args.includes("--stack") ? args[args.indexOf("--stack") + 1] : undefined;
  const which = stack === undefined ? "" : ` of the stack "${stack}"`;
  const message = `pulumi ${args.slice(0, 2).join(" ")}${which}: ${reason}`;
  return new InputError([{ severity: "error", code: "engine-failed", message, ...engineHint(reason) }]);
}

function lastLine(text: string): string | undefined {
  return text
    .split("\n")
    .map((line) => line.replace(/^error: /, "").trim())
    .findLast((line) => line !== "");
}
