import { revisionDigest } from "./content";
import { pack } from "./pack";
import type { Revision, RevisionDocument, RevisionHistory, RevisionState } from "./types";

/** How many revisions of an Application are kept when nothing else is said; KubeVela's `--application-revision-limit`. */
export const DEFAULT_REVISION_HISTORY = 10;

/**
 * The revision that documents are: the newest one when nothing has changed since, or else a new one.
 *
 * @param application name of the Application
 * @param now when it is found, RFC 3339
 */
export function revisionOf(
  application: string,
  documents: readonly RevisionDocument[],
  before: RevisionHistory | undefined,
  now: string,
): Revision {
  const digest = revisionDigest(documents);
  const latest = before?.revisions.at(-1);
  const packed = pack(documents);
  if (latest?.digest === digest) return { ...latest, packed };
  const number = (latest?.number ?? 0) + 1;
  return { name: `${application}-v${number}`, number, digest, made: now, packed };
}

/** What a run did with a revision. */
export interface RevisionOutcome {
  revision: Revision;
  state: RevisionState;
  /** Names of the clusters that it went to. */
  clusters: readonly string[];
  /** When; RFC 3339. */
  now: string;
}

/** What is kept of revisions. */
export interface Keeping {
  /** How many of the newest. */
  limit: number;
  /** Names of revisions that are in use elsewhere, which are always kept. */
  inUse: ReadonlySet<string>;
}

/**
 * The history after a run. Beside the newest revisions, the current one stays, those in use elsewhere, and the one that was
 * delivered completely last, so that there always is a way back.
 */
export function nextHistory(
  before: RevisionHistory | undefined,
  { revision, state, clusters, now }: RevisionOutcome,
  { limit, inUse }: Keeping,
): RevisionHistory {
  const delivered = { at: revision.delivered?.at ?? now, clusters: [...clusters].sort() };
  const updated = state === "delivered" ? { ...revision, delivered } : revision;
  const others = (before?.revisions ?? []).filter(({ name }) => name !== revision.name);
  const all = [...others, updated].sort((a, b) => a.number - b.number);
  const wayBack = lastDelivered({ current: revision.name, revisions: all })?.name;
  const kept = new Set([revision.name, wayBack, ...inUse, ...all.slice(-limit).map(({ name }) => name)]);
  return { current: revision.name, state, revisions: all.filter(({ name }) => kept.has(name)) };
}

/** The revision to go back to: of those before the current one, the newest that was delivered completely. */
export function lastDelivered({
  current,
  revisions,
}: Pick<RevisionHistory, "current" | "revisions">): Revision | undefined {
  const number = revisions.find(({ name }) => name === current)?.number ?? Number.POSITIVE_INFINITY;
  return revisions.findLast((revision) => revision.delivered !== undefined && revision.number < number);
}
