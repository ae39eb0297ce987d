import { writeFileSync } from "node:fs";

/** Names a file in which the program says which clusters it leaves out; `npx pulumi` reads it when the run has failed. */
const SKIPPED_FILE = "FLOTILLA_SKIPPED";

/** Tells whoever has started this run which clusters it leaves out because they do not answer. */
export function tellSkipped(clusters: ReadonlySet<string>): void {
  const file = process.env[SKIPPED_FILE];
  if (file && clusters.size > 0) writeFileSync(file, JSON.stringify([...clusters]));
}
