import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, engineEnvironment } from "../engine";
import { ToolError } from "../errors";
import { FLOTILLA_DIR, PROJECT_ROOT } from "../paths";
import { type RunOptions, run } from "../process";
import shimEnvironment from "../shim/environment.cjs";
import surround from "../shim/surroundings.cjs";

/** The demo's stack. */
export const STACK = "local";
/** Its git-ignored settings, with encrypted kubeconfigs. */
export const STACK_FILE = join(PROJECT_ROOT, `Pulumi.${STACK}.yaml`);

const FLOTILLA = join(PROJECT_ROOT, "tools/shim/flotilla.cjs");
const STATE = join(FLOTILLA_DIR, "state");
const PASSPHRASE = join(FLOTILLA_DIR, "passphrase");
const VARIABLES: Readonly<Record<string, string>> = {
  PULUMI_BACKEND_URL: `file://${STATE}`,
  PULUMI_CONFIG_PASSPHRASE_FILE: PASSPHRASE,
  PULUMI_STACK: STACK,
};

/** The demo's stack on an engine. */
export interface Stack {
  /** Runs `pulumi` and returns its stdout. Throws a `ToolError` when it fails. */
  readonly get: (args: readonly string[], input?: string) => Promise<string>;
  /** Runs `pulumi` before the user's eyes. Throws a `ToolError` when it fails. */
  readonly show: (args: readonly string[]) => Promise<void>;
  /** Runs `pulumi` quietly and says whether it succeeded. */
  readonly succeeds: (args: readonly string[]) => Promise<boolean>;
  /** Runs `flotilla` before the user's eyes. Throws a `ToolError` when it fails. */
  readonly flotilla: (args: readonly string[]) => Promise<void>;
}

/** Makes the demo's stack usable: state, passphrase, and `.flotilla/env.json`, which makes `npx pulumi` use it as well. */
export async function openStack(engine: Engine): Promise<Stack> {
  const stack = stackOn(engine);
  mkdirSync(STATE, { recursive: true, mode: 0o700 });
  if (!existsSync(PASSPHRASE)) {
    if (existsSync(STACK_FILE)) {
      throw new ToolError(`${STACK_FILE} is of a stack that this demo did not make: move it away and try again.`);
    }
    writeFileSync(PASSPHRASE, randomBytes(24).toString("base64url"), { mode: 0o600 });
  }
  writeFileSync(join(FLOTILLA_DIR, "env.json"), `${JSON.stringify(VARIABLES, undefined, 2)}\n`, { mode: 0o600 });
  if (!existsSync(join(STATE, ".pulumi", "stacks", "flotilla", `${STACK}.json`))) {
    await stack.get(["stack", "init", STACK, "--no-select"]);
  }
  return stack;
}

function stackOn(engine: Engine): Stack {
  const { PULUMI_BACKEND_URL: _, PULUMI_STACK: __, ...rest } = engineEnvironment(engine);
  const env = shimEnvironment(rest, VARIABLES, {});
  const pulumi = (args: readonly string[], options: RunOptions) => {
    const around = surround(engine, args, env);
    return run(engine.pulumi, args, { cwd: PROJECT_ROOT, env: around.env, ...options }).finally(around.end);
  };
  return {
    get: async (args, input) => {
      const result = await pulumi([...args, "--non-interactive"], input === undefined ? {} : { input });
      if (result.code !== 0) throw new ToolError(`pulumi ${args.join(" ")} failed:\n${result.stderr || result.stdout}`);
      return result.stdout;
    },
    show: async (args) => {
      const result = await pulumi(args, { show: true });
      if (result.code !== 0) throw new ToolError(`pulumi ${args[0]} failed: what is wrong stands above.`);
    },
    succeeds: async (args) => (await pulumi([...args, "--non-interactive"], {})).code === 0,
    flotilla: async (args) => {
      const result = await run(process.execPath, [FLOTILLA, ...args], { cwd: PROJECT_ROOT, env, show: true });
      if (result.code !== 0) throw new ToolError(`flotilla ${args.join(" ")} failed: what is wrong stands above.`);
    },
  };
}
