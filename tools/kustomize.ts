import { ensureTools } from "./build";
import { KUSTOMIZE_TOOL } from "./catalog";
import { type Result, run } from "./process";

/** A program and the arguments before the folder. */
type Command = readonly [program: string, ...args: string[]];

/** What people have: each builds the same objects. */
const ON_PATH: readonly Command[] = [
  ["kustomize", "build"],
  ["kubectl", "kustomize"],
];

/**
 * Builds the kustomization in a folder with the `kustomize` or `kubectl` on PATH, or else with the pinned one, which is built
 * first. Its objects are YAML on stdout.
 *
 * @throws ToolError when no program can be had
 */
export async function buildKustomization(folder: string): Promise<Result> {
  for (const command of ON_PATH) {
    const result = await start(command, folder);
    if (result !== undefined) return result;
  }
  const { kustomize } = await ensureTools([KUSTOMIZE_TOOL]);
  return run(kustomize, ["build", folder]);
}

/** What the program left; undefined when there is no such program. */
async function start([program, ...args]: Command, folder: string): Promise<Result | undefined> {
  try {
    return await run(program, [...args, folder]);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
