import type { Documents } from "../model/application";
import { LOCAL_CLUSTER } from "../model/cluster";
import type { Finding } from "../model/findings";
import { withClusterObjects } from "../sources/cluster-objects";
import { readExternals } from "../sources/externals";
import { Fleet } from "./fleet";
import { clustersOf } from "./read-references";
import type { Settings } from "./settings";

/** What a stack delivers from, complete. */
export interface StackSources {
  documents: Documents;
  /** With the clusters that documents describe. */
  settings: Settings;
  fleet: Fleet;
  warnings: Finding[];
}

/**
 * Completes what the files say: with the clusters that Cluster objects describe, and with Policy and Workflow objects of the hub that
 * are referred to and in none of the files. Connects to nothing when there is nothing of the kind.
 *
 * @param before the stack's last outputs
 * @throws InputError with everything that is wrong
 */
export async function completeSources(
  written: Documents,
  settings: Settings,
  before: Readonly<Record<string, unknown>>,
): Promise<StackSources> {
  const configured = await Fleet.of(settings.credentials, before);
  const isKnown = settings.credentials.some(({ cluster }) => cluster === LOCAL_CLUSTER);
  const hub = isKnown ? clustersOf(settings, configured) : undefined;
  const found = await withClusterObjects(written, settings, hub);
  const { documents, warnings } = await readExternals(found.documents, hub);
  const { registry, credentials } = found;
  const fleet = credentials.length === settings.credentials.length ? configured : await Fleet.of(credentials, before);
  return { documents, settings: { ...settings, registry, credentials }, fleet, warnings };
}

/** Whether completed documents have nothing but what was written, neither clusters nor what the hub has. */
export function isWritten(written: Documents, completed: Documents): boolean {
  const { policies, workflows } = completed;
  return written.clusters.length === 0 && policies === written.policies && workflows === written.workflows;
}
