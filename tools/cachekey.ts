import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CONTROL_PLANE_TOOLS, ENGINE_TOOLS, type ModuleName, OCM_TOOLS, type Tool } from "./catalog";
import { cacheRoot, TOOLS_DIR } from "./paths";
import { goFiles } from "./shim/record.cjs";

/**
 * Key of a module's finished programs: changes with its Go files, with how its tools are changed and linked and with the platform.
 * The installed Go is left out on purpose: `go.mod` says which one is needed, and its updates should not rebuild anything.
 */
export function moduleKey(
  folder: string,
  tools: readonly Tool[],
  platform = `${process.platform}-${process.arch}`,
): string {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([platform, tools.map((tool) => [tool.name, tool.package, tool.ldflags, ...(tool.changes ?? [])])]),
  );
  for (const file of goFiles(folder)) hash.update(`\0${relative(folder, file)}\0`).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

const ALL_TOOLS = [...ENGINE_TOOLS, ...CONTROL_PLANE_TOOLS, ...OCM_TOOLS];

/** Folder in the cache that holds what is built from a module. */
export function moduleCache(module: ModuleName, env: NodeJS.ProcessEnv = process.env): string {
  const key = moduleKey(
    join(TOOLS_DIR, module),
    ALL_TOOLS.filter((tool) => tool.module === module),
  );
  return join(cacheRoot(env), "tools", `${module}-${key}`);
}
