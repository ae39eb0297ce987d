import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Paths and contents, byte by byte, of all files in a folder and in folders in it. */
export function filesIn(dir: string): [string, string][] {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map(({ parentPath, name }) => [
    join(parentPath, name),
    readFileSync(join(parentPath, name), "latin1"),
  ]);
}
