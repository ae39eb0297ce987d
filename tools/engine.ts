import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, renameSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ensureTools } from "./build";
import { moduleCache } from "./cachekey";
import { ENGINE_TOOLS, PROVIDER_VERSION } from "./catalog";
import { ToolError } from "./errors";
import { compareVersions, moduleFolder } from "./go";
import { cacheRoot, TOOLS_DIR } from "./paths";
import { run } from "./process";
import { say } from "./progress";
import { type Engine, pulumiOnPath, readEngine, writeEngine } from "./shim/record.cjs";

export type { Engine } from "./shim/record.cjs";

/** The oldest `pulumi` of a user's own that flotilla works with. */
export const OLDEST_OWN = "3.200.0";

/** Whose engine to use: the one on PATH, or the one built here. */
export type Choice = "path" | "build";

/** Decides whose engine to use: `FLOTILLA_TOOLS` when set, otherwise the one on PATH when it is new enough. */
export function chooseEngine(setting: string | undefined, ownVersion: string | undefined): Choice {
  if (setting === "build") return "build";
  if (setting === "path") {
    if (ownVersion !== undefined) return "path";
    throw new ToolError("FLOTILLA_TOOLS=path, but no pulumi on PATH answers `pulumi version`.");
  }
  if (setting) throw new ToolError(`FLOTILLA_TOOLS is "${setting}": it can be "path" or "build".`);
  return ownVersion !== undefined && compareVersions(ownVersion, OLDEST_OWN) >= 0 ? "path" : "build";
}

/**
 * Provides a Pulumi engine that runs this project: the user's own, which fetches the provider by itself, or the pinned one,
 * built when it is missing. Throws a `ToolError` when neither can be had.
 */
export async function ensureEngine(env: NodeJS.ProcessEnv = process.env): Promise<Engine> {
  const known = readEngine(env);
  if (known) return known;
  const own = env.FLOTILLA_TOOLS === "build" ? undefined : pulumiOnPath(env);
  const version = own === undefined ? undefined : await ownVersion(own);
  const choice = chooseEngine(env.FLOTILLA_TOOLS, version);
  if (choice === "build" && version !== undefined)
    say(`Not using ${own}: version ${version} is older than ${OLDEST_OWN}.`);
  const found = choice === "path" && own !== undefined ? { pulumi: own, env: {} } : await builtEngine();
  const engine = { ...found, env: { ...found.env, ...quickStart() } };
  writeEngine(engine, env);
  return engine;
}

/** The caller's environment with the engine's on top and the engine first on PATH, for programs that look for it there. */
export function engineEnvironment(engine: Engine, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, ...engine.env, PATH: [join(engine.pulumi, ".."), env.PATH].filter(Boolean).join(delimiter) };
}

/**
 * Makes Pulumi start this checkout's program quickly. Its Node.js language host puts the path into a JavaScript string, so what does not
 * survive that is left out.
 */
export function quickStart(file = join(TOOLS_DIR, "start/run.cjs")): Record<string, string> {
  const path = file.replaceAll("\\", "/");
  return path.includes("'") ? {} : { PULUMI_LANGUAGE_NODEJS_RUN_PATH: path };
}

async function ownVersion(pulumi: string): Promise<string | undefined> {
  const result = await run(pulumi, ["version"], { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
  return result.code === 0 ? /^v?(\d+\.\d+\.\d+)/.exec(result.stdout.trim())?.[1] : undefined;
}

async function builtEngine(): Promise<Engine> {
  const built = await ensureTools(ENGINE_TOOLS);
  const home = join(cacheRoot(), "pulumi-home");
  const plugin = join(home, "plugins", `resource-kubernetes-v${PROVIDER_VERSION}`);
  const provider = built["kubernetes-provider"];
  place(provider, join(plugin, "kubernetes-provider"));
  place(built["pulumi-resource-kubernetes"], join(plugin, "pulumi-resource-kubernetes"));
  // A folder of their own: with the provider on PATH beside them, the engine would warn that it takes that one.
  const bin = join(moduleCache("pulumi"), "bin");
  place(built["pulumi-language-nodejs"], join(bin, "pulumi-language-nodejs"));
  place(built.pulumi, join(bin, "pulumi"));
  await placePolicyRunner(bin);
  return { pulumi: join(bin, "pulumi"), env: { PULUMI_HOME: home, ...SETTINGS }, provider };
}

/**
 * What every run of the built engine begins without: asking for a newer one, and trying to download plugins for all SDKs in
 * `node_modules`, used or not. The trials alone take 2.5 seconds where there is no network.
 */
const SETTINGS = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" } as const;

/** What the engine starts for policy packs in TypeScript. It is a script in the engine's SDK, and no program is built from it. */
const POLICY_RUNNER = "pulumi-analyzer-policy";

/** Puts the script for policy packs beside the engine, where that looks for it. */
async function placePolicyRunner(bin: string): Promise<void> {
  const target = join(bin, POLICY_RUNNER);
  if (existsSync(target)) return;
  const sdk = await moduleFolder("pulumi", "github.com/pulumi/pulumi/sdk/v3");
  const scratch = `${target}.${process.pid}`;
  copyFileSync(join(sdk, "nodejs", "dist", POLICY_RUNNER), scratch);
  chmodSync(scratch, 0o755);
  renameSync(scratch, target);
}

/** Puts a finished program where it is looked for: another name of the same file, so it costs no space. */
function place(source: string, target: string): void {
  if (statSync(target, { throwIfNoEntry: false })?.ino === statSync(source).ino) return;
  mkdirSync(join(target, ".."), { recursive: true });
  const scratch = `${target}.${process.pid}`;
  linkSync(source, scratch);
  renameSync(scratch, target);
}
