import type { JsonObject } from "../../model/json";

/** One version of an Application, as a stack keeps it. */
export interface Revision {
  /** `<application>-v<number>`, as KubeVela calls its ApplicationRevisions. */
  name: string;
  /** Counts from 1 and is never given twice. */
  number: number;
  /** Digest of the content; the same only for the same content. */
  digest: string;
  /** When it was found first; RFC 3339. */
  made: string;
  /** Set once it was delivered with nothing held back. */
  delivered?: Delivered;
  /** Its documents, packed. May hold Secrets. */
  packed: string;
}

/** That a revision was delivered completely. */
export interface Delivered {
  /** When that was so first; RFC 3339. */
  at: string;
  /** Names of the clusters that it went to last. */
  clusters: string[];
}

/** How things stand with the current revision. `recorded`: it is kept, and delivers nothing by itself. */
export type RevisionState = "delivered" | "held" | "recorded";

/** The revisions of one Application. */
export interface RevisionHistory {
  /** Name of the revision that the last run was about. */
  current: string;
  state: RevisionState;
  /** Oldest first. */
  revisions: Revision[];
}

/** Histories by Application, as `<namespace>/<name>`. */
export type Histories = Readonly<Record<string, RevisionHistory>>;

/** A document of a revision, without what servers write into it. */
export interface RevisionDocument {
  /** The file it was in; relative paths in it start from there. */
  file: string;
  document: JsonObject;
}
