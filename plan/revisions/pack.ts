import { posix } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { stringify } from "yaml";
import type { Documents } from "../../model/application";
import { parseDocuments } from "../../model/documents";
import type { Json } from "../../model/json";
import type { Revision, RevisionDocument } from "./types";

/** Makes documents small: a stack keeps several revisions, and is written as a whole after every step. */
export function pack(documents: readonly RevisionDocument[]): string {
  return gzipSync(JSON.stringify(documents)).toString("base64");
}

/** The documents of a revision, the Application first. */
export function unpack({ packed }: Pick<Revision, "packed">): RevisionDocument[] {
  return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString()) as RevisionDocument[];
}

/** Documents as YAML, for people. */
export function documentText(documents: readonly Json[]): string {
  const options = { version: "1.1", compat: "core", aliasDuplicateObjects: false, lineWidth: 0 } as const;
  return documents.map((document) => stringify(document, options)).join("---\n");
}

/**
 * Reads the documents of a revision. Findings about them name the revision instead of a file.
 *
 * @throws InputError when this version of flotilla does not accept them any more
 */
export function revisionSource(revision: Pick<Revision, "name" | "packed">): Documents {
  const byFolder = new Map<string, RevisionDocument["document"][]>();
  for (const { file, document } of unpack(revision)) {
    const folder = posix.dirname(file);
    const others = byFolder.get(folder);
    if (others === undefined) byFolder.set(folder, [document]);
    else others.push(document);
  }
  const files = [...byFolder].map(([folder, documents]) => ({
    file: posix.join(folder, `revision ${revision.name}`),
    // JSON and not YAML, which has keys and scalars that mean something else when they are read again.
    text: documents.map((document) => JSON.stringify(document, null, 2)).join("\n---\n"),
  }));
  return parseDocuments(files).documents;
}
