import { type Application, type Documents, scopeOf } from "../../model/application";
import type { ClusterRegistry } from "../../model/cluster";
import type { References } from "../../workloads/references";
import type { TypeRegistry } from "../../workloads/registry";
import type { KubernetesObject } from "../../workloads/types";
import { wantedReferences } from "../wanted";
import { revisionDocuments } from "./content";
import { revisionOf } from "./history";
import { applicationKey } from "./key";
import type { Pinned } from "./pins";
import type { Histories, Revision } from "./types";

/** What finding out about revisions uses beside the documents. */
export interface RevisionContext {
  histories: Histories;
  registry: ClusterRegistry;
  types: TypeRegistry;
  /** What was read before planning. */
  references: References;
  /** RFC 3339. */
  now: string;
}

/** The revision that each Application is, by `<namespace>/<name>`: the one it is pinned to, or else what the documents say. */
export function currentRevisions({ documents, revisions }: Pinned, context: RevisionContext): Map<string, Revision> {
  return new Map(
    documents.applications.map((application) => {
      const key = applicationKey(application);
      return [key, revisions.get(key) ?? writtenRevision(application, documents, context)];
    }),
  );
}

function writtenRevision(application: Application, documents: Documents, context: RevisionContext): Revision {
  const { histories, now } = context;
  const content = revisionDocuments(application, documents, referredObjects(application, documents, context));
  return revisionOf(application.name, content, histories[applicationKey(application)], now);
}

/** The objects that components of an Application refer to, wherever they were found. */
function referredObjects(
  application: Application,
  documents: Documents,
  { registry, types, references }: RevisionContext,
): KubernetesObject[] {
  const wanted = wantedReferences(application, scopeOf(application, documents), registry, types);
  return wanted.flatMap((reference) => {
    const found = reference.from === "cluster" ? references.get(reference) : undefined;
    return found !== undefined && "objects" in found ? found.objects : [];
  });
}
