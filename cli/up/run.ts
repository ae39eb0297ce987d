import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FoundObject } from "../../plan/found";
import { CHECKPOINTS_FILE, FOUND_FILE } from "../interrupted";
import { pulumiInPlace } from "../pulumi";
import { beginUnsaved, endUnsaved, isSavedAfter } from "./saved";

/** Variables that tell the engine and the program how a run is to be. */
const SKIP = { PULUMI_SKIP_CHECKPOINTS: "true" } as const;

/** What a run without checkpoints came to: its exit code, or what made it stop before it touched anything. */
export type Quick = { code: number } | { needsCheckpoints: string };

/**
 * Runs `pulumi up` with the state written at the end only. When it is killed before, the stack says so to the next run.
 *
 * @param applications what it delivers, as `<namespace>/<name>`
 */
export async function quickUp(args: readonly string[], applications: string[]): Promise<Quick> {
  return withScratch(async (dir) => {
    const file = join(dir, "needs-checkpoints");
    const since = new Date();
    beginUnsaved({ since, applications });
    const code = await pulumiInPlace(["up", ...args], { ...SKIP, [CHECKPOINTS_FILE]: file });
    const needsCheckpoints = textIn(file);
    if (code === 0 || needsCheckpoints !== undefined || isSavedAfter(since)) endUnsaved();
    return needsCheckpoints === undefined ? { code } : { needsCheckpoints };
  });
}

/** Runs `pulumi up` with the engine's checkpoints, and tells the program what an interrupted run has left. */
export async function carefulUp(args: readonly string[], found: readonly FoundObject[] = []): Promise<number> {
  return withScratch((dir) => {
    const file = join(dir, "found.json");
    writeFileSync(file, JSON.stringify(found));
    return pulumiInPlace(["up", ...args], { [FOUND_FILE]: file });
  });
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
