import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { moduleCache } from "./cachekey";
import type { Tool } from "./catalog";
import { ToolError } from "./errors";
import { go } from "./go";
import { withLock } from "./lock";
import { overlayFlags } from "./overlays";
import { cacheRoot, TOOLS_DIR } from "./paths";
import { duration, elapsed, say, withHeartbeat } from "./progress";

/** Lines of compiler output shown when a build fails. */
const SHOWN_LINES = 20;

/** Path of a tool's finished program in the cache, whether or not it is there yet. */
export function toolPath(tool: Tool): string {
  return join(moduleCache(tool.module), tool.name);
}

/**
 * Builds what is missing, one after the other, and returns the path of every tool by its name. Says on stderr what is
 * built; says nothing when everything is there. Two runs at once build each tool only once.
 */
export async function ensureTools<Name extends string>(tools: readonly Tool<Name>[]): Promise<Record<Name, string>> {
  const paths = Object.fromEntries(tools.map((tool) => [tool.name, toolPath(tool)])) as Record<Name, string>;
  const missing = tools.filter((tool) => !existsSync(paths[tool.name]));
  if (missing.length > 0) {
    const total = missing.reduce((sum, tool) => sum + tool.usualSeconds, 0);
    const count = missing.length === 1 ? "one tool" : `${missing.length} tools`;
    say(`Building ${count}, once: usually ${duration(total)} on two cores. They are kept in ${cacheRoot()}.`);
  }
  for (const [index, tool] of missing.entries()) await ensureTool(tool, `[${index + 1}/${missing.length}]`);
  return paths;
}

async function ensureTool(tool: Tool, position: string): Promise<void> {
  const target = toolPath(tool);
  const onWait = (): void => say(`${position} ${tool.name}: another run is building it, waiting`);
  await withLock(
    `${target}.lock`,
    async () => {
      if (existsSync(target)) return;
      say(`${position} building ${tool.name} (usually ${duration(tool.usualSeconds)})`);
      const start = Date.now();
      await withHeartbeat(tool.name, () => build(tool, target));
      say(`${position} built ${tool.name} in ${elapsed(start)}`);
    },
    { onWait },
  );
}

async function build(tool: Tool, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const scratch = `${target}.build`;
  rmSync(scratch, { recursive: true, force: true });
  try {
    const output = join(scratch, tool.name);
    const overlay = await overlayFlags(tool, scratch);
    const flags = ["-trimpath", "-mod=readonly", ...(tool.ldflags ? ["-ldflags", tool.ldflags] : []), ...overlay];
    const result = await go(join(TOOLS_DIR, tool.module), ["build", ...flags, "-o", output, tool.package]);
    if (result.code !== 0) throw new ToolError(failure(tool, result.stderr));
    renameSync(output, target);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The message for a failed build: the end of the compiler's output and what usually helps. */
export function failure(tool: Tool, stderr: string): string {
  const shown = stderr.trimEnd().split("\n").slice(-SHOWN_LINES).join("\n");
  const remedy = /signal: killed|cannot allocate memory/.test(stderr)
    ? "The machine ran out of memory: linking takes up to 5 GB. Close other programs and run the same command again."
    : /dial tcp|no such host|i\/o timeout|connection refused|TLS handshake/.test(stderr)
      ? "A Go module could not be downloaded. Check the network and GOPROXY, then run the same command again."
      : "Run the same command again to go on where it stopped; finished tools are kept.";
  return `building ${tool.name} failed:\n${shown}\n${remedy}`;
}
