import type { RevisionHistory } from "../../plan/revisions/types";

/** One revision, as it is shown. */
export interface RevisionRow {
  /** `<namespace>/<name>`. */
  application: string;
  revision: string;
  number: number;
  /** RFC 3339. */
  made: string;
  digest: string;
  /** `delivered`, `held` and `recorded` are about the current one; `earlier` was delivered completely once, `never` never. */
  status: "delivered" | "held" | "recorded" | "earlier" | "never";
  /** Whether the Application is pinned to it. */
  pinned: boolean;
  /** Names of the clusters that it was delivered to last. */
  clusters: string[];
}

/** The revisions of one Application, newest first. */
export function revisionRows(
  application: string,
  { current, state, revisions }: RevisionHistory,
  pin: string | undefined,
): RevisionRow[] {
  return revisions.toReversed().map(({ name, number, made, digest, delivered }) => ({
    ...{ application, revision: name, number, made, digest },
    status: name === current ? state : delivered === undefined ? "never" : "earlier",
    pinned: name === pin,
    clusters: delivered?.clusters ?? [],
  }));
}

/** Rows of a table, with their head. */
export function revisionTable(rows: readonly RevisionRow[]): string[][] {
  return [
    ["APPLICATION", "REVISION", "MADE", "DIGEST", "STATUS", "CLUSTERS"],
    ...rows.map(({ application, revision, made, digest, status, pinned, clusters }) => [
      ...[application, revision, made, digest, pinned ? `${status}, pinned` : status],
      clusters.length === 0 ? "-" : String(clusters.length),
    ]),
  ];
}
