import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ToolError } from "./errors";
import { TOOLS_DIR } from "./paths";
import { type Result, run } from "./process";

/** The oldest Go that can fetch a newer toolchain by itself. */
const OLDEST_USABLE = "1.21";

/** Compares two Go versions such as `1.26.0` and `1.26`: negative when the first is older. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (let i = 0; i < 3; i++) {
    const difference = (left?.[i] ?? 0) - (right?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The `go` line of a `go.mod`. */
export function requiredGo(goMod: string): string {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? OLDEST_USABLE;
}

/** The version in the output of `go version`, such as `1.26.0`. */
export function parseGoVersion(output: string): string | undefined {
  return /\bgo(\d+\.\d+(\.\d+)?)/.exec(output)?.[1];
}

/**
 * Environment for Go in a module's folder: settings of the user's own that would change the result are left out, and the
 * installed toolchain is used unless it is older than the module asks for (then Go fetches a newer one).
 */
export function goEnvironment(installed: string, required: string, env = process.env): NodeJS.ProcessEnv {
  const toolchain = compareVersions(installed, required) < 0 ? "auto" : "local";
  return { ...env, GOTOOLCHAIN: toolchain, GOFLAGS: "-buildvcs=false", GOWORK: "off" };
}

async function installedGo(): Promise<string> {
  const result = await run("go", ["version"], { env: { ...process.env, GOTOOLCHAIN: "local" } }).catch(() => undefined);
  const version = parseGoVersion(result?.stdout ?? "");
  if (version === undefined) {
    throw new ToolError(
      "no Go on PATH. Flotilla builds its tools from published Go modules: install Go from https://go.dev/dl, " +
        "or install Pulumi and use clusters of your own (npm run demo -- --contexts a,b,c), then nothing is built.",
    );
  }
  if (compareVersions(version, OLDEST_USABLE) < 0) {
    throw new ToolError(`Go ${version} is too old: install ${OLDEST_USABLE} or newer from https://go.dev/dl.`);
  }
  return version;
}

/** Runs `go` in a module's folder. */
export async function go(folder: string, args: readonly string[]): Promise<Result> {
  const required = requiredGo(readFileSync(join(folder, "go.mod"), "utf8"));
  return run("go", args, { cwd: folder, env: goEnvironment(await installedGo(), required) });
}

/**
 * Folder of the source of a Go module, in the version that one of the modules under `tools/` pins. Downloads it when it is missing.
 *
 * @throws ToolError when it cannot be had
 */
export async function moduleFolder(module: string, path: string): Promise<string> {
  const download = await go(join(TOOLS_DIR, module), ["mod", "download", "-json", path]);
  if (download.code !== 0) throw new ToolError(`cannot download ${path}:\n${download.stderr}`);
  return (JSON.parse(download.stdout) as { Dir: string }).Dir;
}
