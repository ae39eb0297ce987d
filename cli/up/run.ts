import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FoundObject } from "../../plan/found";
import { CHECKPOINTS_FILE, FOUND_FILE, REPEATABLE_FILE, UNSAVED_SINCE } from "../interrupted";
import { pulumiInPlace } from "../pulumi";
import { stackCommandsForProgram } from "../stack-commands";
import { type Basis, isSame } from "./basis";
import { endIfSaved } from "./cut-off";
import { endUnsaved } from "./saved";
import { deliveredBy } from "./shortcut";
import { readState } from "./state";

/** Variables that tell the engine and the program how a run is to be. */
const SKIP = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

/** What a run without checkpoints came to: its exit code, or what made it stop before it touched anything. */
export type Quick = { code: number; repeatable: boolean } | { needsCheckpoints: string };

/**
 * Runs `pulumi up` with the state written at the end only. When it is killed before, the stack says so to the next run: the program
 * writes that into it before it changes anything, while the engine has the stack locked.
 *
 * @param basis what is delivered; undefined when the next run has to begin in any case
 * @param readAgain reads the same as it is now: whoever was asked for a confirmation may have changed a document meanwhile
 */
export async function quickUp(
  args: readonly string[],
  basis: Basis | undefined,
  readAgain: () => Promise<Basis | undefined>,
): Promise<Quick> {
  const since = new Date();
  const quick = await skipping(args, [], { [UNSAVED_SINCE]: since.toISOString() });
  if ("code" in quick && quick.code !== 0) {
    await endIfSaved(since);
    return quick;
  }
  const rely = basis !== undefined && "code" in quick && quick.repeatable && isSame(basis, await readAgain());
  await endUnsaved(rely ? await deliveredBy(since, basis, await readState()) : undefined);
  return quick;
}

/**
 * Like {@link quickUp}, after a run that was cut off: whatever becomes of this one, the stack goes on saying that its state is not saved.
 *
 * @param found what it has left
 */
export async function quickAgain(args: readonly string[], found: readonly FoundObject[]): Promise<Quick> {
  return skipping(args, found, {});
}

async function skipping(
  args: readonly string[],
  found: readonly FoundObject[],
  env: NodeJS.ProcessEnv,
): Promise<Quick> {
  return withScratch(async (dir) => {
    const [checkpoints, repeatable] = [join(dir, "needs-checkpoints"), join(dir, "repeatable")];
    const files = { [CHECKPOINTS_FILE]: checkpoints, [REPEATABLE_FILE]: repeatable, [FOUND_FILE]: written(dir, found) };
    const code = await pulumiInPlace(["up", ...args], { ...SKIP, ...files, ...stackCommandsForProgram(), ...env });
    const needsCheckpoints = textIn(checkpoints);
    if (needsCheckpoints !== undefined) return { needsCheckpoints };
    return { code, repeatable: code === 0 && textIn(repeatable) !== undefined };
  });
}

/** Runs `pulumi up` with the engine's checkpoints, and tells the program what an interrupted run has left. */
export async function carefulUp(args: readonly string[], found: readonly FoundObject[] = []): Promise<number> {
  return withScratch((dir) => pulumiInPlace(["up", ...args], { [FOUND_FILE]: written(dir, found) }));
}

function written(dir: string, found: readonly FoundObject[]): string {
  const file = join(dir, "found.json");
  writeFileSync(file, JSON.stringify(found));
  return file;
}

async function withScratch<Out>(work: (dir: string) => Promise<Out>): Promise<Out> {
  const dir = mkdtempSync(join(tmpdir(), "flotilla-up-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
