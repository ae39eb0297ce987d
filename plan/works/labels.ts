import { createHash } from "node:crypto";
import { groupOf } from "../scope";

/** Who writes what clusters pull. */
export interface HubOwner {
  /** Such as a stack: others may deliver the same Application to other clusters of the hub. */
  owner: string;
}

/** The label of what clusters pull that tells by whom it was written. What the hub makes of it may have it too. */
export const WRITTEN_BY = "flotilla/written-by";

/** What everything on the hub is labelled with that clusters pull of an Application. */
export function hubLabels(application: { name: string; namespace: string }, owner: HubOwner): Record<string, string> {
  return {
    "app.oam.dev/name": application.name,
    "app.oam.dev/namespace": application.namespace,
    [WRITTEN_BY]: writerOf(owner),
  };
}

/** The value of {@link WRITTEN_BY} for somebody. */
export function writerOf({ owner }: HubOwner): string {
  return createHash("sha256").update(owner).digest("hex").slice(0, 16);
}

/**
 * The label {@link WRITTEN_BY} of what is on a hub for clusters to pull, empty when it has none; undefined for anything else, such as a
 * ManifestWork that is itself part of an Application.
 */
export function writerIn(
  { apiVersion, kind }: { apiVersion: string; kind: string },
  labels: Readonly<Record<string, unknown>>,
): string | undefined {
  const isPulled =
    KINDS.has(kind) && groupOf({ apiVersion }).endsWith(OCM) && labels["app.oam.dev/component"] === undefined;
  return isPulled ? String(labels[WRITTEN_BY] ?? "") : undefined;
}

const KINDS: ReadonlySet<string> = new Set(["ManifestWork", "ManifestWorkReplicaSet", "Placement"]);
const OCM = ".open-cluster-management.io";
