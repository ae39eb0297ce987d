import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHARD_FILE, type ShardOrder } from "../shard-order";

/**
 * Does something with a run that is told what it is for.
 *
 * @param work gets the environment of the run, and the paths of files that live as long as it
 */
export async function withOrder<Out>(
  order: ShardOrder,
  work: (env: NodeJS.ProcessEnv, file: (name: string) => string) => Promise<Out>,
): Promise<Out> {
  const folder = mkdtempSync(join(tmpdir(), "flotilla-fleet-"));
  try {
    const file = join(folder, "order.json");
    writeFileSync(file, JSON.stringify(order), { mode: 0o600 });
    return await work({ [SHARD_FILE]: file }, (name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
