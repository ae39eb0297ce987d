import { type Application, type Documents, scopeOf } from "../../model/application";
import { revisionDocuments } from "./content";
import { revisionOf } from "./history";
import { applicationKey } from "./key";
import { revisionSource } from "./pack";
import type { Histories, Revision } from "./types";
import { withWritten } from "./written";

/** A revision that can be delivered: the Application as it was, and what it referred to. */
export interface RevisionSource {
  number: number;
  application: Application;
  documents: Documents;
}

/** All revisions there are. */
export interface RevisionBook {
  /** The revision of that name in a namespace; undefined when there is none. */
  find(namespace: string, name: string): RevisionSource | undefined;
  /** Names of the revisions in a namespace. */
  names(namespace: string): string[];
}

/**
 * The revisions of histories, and those that the documents are now.
 *
 * @param current by `<namespace>/<name>` of the Application
 */
export function revisionBook(
  documents: Documents,
  current: ReadonlyMap<string, Revision>,
  histories: Histories,
): RevisionBook {
  const kept = new Map<string, Revision>();
  for (const [key, { revisions }] of Object.entries(histories)) {
    for (const revision of revisions) kept.set(`${namespaceOf(key)}/${revision.name}`, revision);
  }
  const written = new Map<string, RevisionSource>();
  for (const application of documents.applications) {
    const revision = current.get(applicationKey(application));
    if (revision === undefined) continue;
    const seen = { ...documents, ...scopeOf(application, documents), applications: [application] };
    written.set(`${application.namespace}/${revision.name}`, { number: revision.number, application, documents: seen });
  }
  return {
    find: (namespace, name) => written.get(`${namespace}/${name}`) ?? read(kept.get(`${namespace}/${name}`)),
    names: (namespace) =>
      [...new Set([...kept.keys(), ...written.keys()])]
        .filter((key) => namespaceOf(key) === namespace)
        .map((key) => key.slice(namespace.length + 1)),
  };
}

function read(revision: Revision | undefined): RevisionSource | undefined {
  if (revision === undefined) return undefined;
  const documents = revisionSource(revision);
  const [application] = documents.applications;
  return application && { number: revision.number, application, documents };
}

function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}

/** The revisions that documents have or are, without what a stack keeps. */
export function writtenBook(documents: Documents): RevisionBook {
  const histories = withWritten({}, documents.revisions, "");
  const current = documents.applications.map((application): [string, Revision] => {
    const key = applicationKey(application);
    const content = revisionDocuments(application, scopeOf(application, documents), []);
    return [key, revisionOf(application.name, content, histories[key], "")];
  });
  return revisionBook(documents, new Map(current), histories);
}
