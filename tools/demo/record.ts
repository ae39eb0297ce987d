import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FLOTILLA_DIR } from "../paths";

/** What the demo remembers between its runs, in `.flotilla/demo.json`. */
export interface DemoRecord {
  /** Contexts of the user's own clusters; left out with embedded clusters. */
  readonly contexts?: readonly string[];
  /** Digest of the stack's configuration as it was last set. */
  readonly configured?: string;
}

const FILE = join(FLOTILLA_DIR, "demo.json");

/** Reads what the last run left, if there was one. */
export function readRecord(): DemoRecord | undefined {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, "utf8")) as DemoRecord) : undefined;
}

/** Remembers something for the next run. */
export function writeRecord(record: DemoRecord): void {
  mkdirSync(FLOTILLA_DIR, { recursive: true, mode: 0o700 });
  writeFileSync(FILE, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
}
