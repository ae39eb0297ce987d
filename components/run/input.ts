import { loadTypes } from "../../cli/load-types";
import { readFiles } from "../../cli/read-files";
import type { Documents } from "../../model/application";
import { parseDocuments } from "../../model/documents";
import type { Finding } from "../../model/findings";
import type { CheckedTypes } from "../../workloads/own-types";
import { LastState } from "../last-state";
import { readSettings } from "../read-settings";
import type { Settings } from "../settings";
import { Shard } from "../shard";

/** What a run is given: configuration and files, and what its stack has from earlier runs. */
export interface Input {
  /** The stack's configuration, as it is written. */
  configured: Settings;
  /** What the files say. */
  files: Documents;
  /** Types of somebody's own. */
  own: CheckedTypes;
  state: LastState;
  shard: Shard;
  warnings: readonly Finding[];
}

/**
 * Reads what a run is given. Connects to nothing.
 *
 * @throws InputError with everything that is wrong
 */
export async function readInput(): Promise<Input> {
  const configured = readSettings();
  const { documents: files, warnings } = parseDocuments(readFiles(configured.application));
  const own = loadTypes(configured.types || undefined);
  const state = new LastState();
  const shard = await Shard.of(configured, state);
  return { configured, files, own, state, shard, warnings: [...warnings, ...own.warnings] };
}
