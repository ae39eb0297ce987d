import { type DocumentObject, type Documents, type Scope, scopeOf } from "../model/application";
import type { ClusterRegistry } from "../model/cluster";
import type { Finding } from "../model/findings";
import { findingAt } from "../model/source";
import { objectsInFiles } from "../plan/objects-in-files";
import { wantedReferences } from "../plan/wanted";
import { type Found, type NotFound, type Reference, type References, referenceKey } from "../workloads/references";
import type { TypeRegistry } from "../workloads/registry";
import { readChart } from "./chart";
import type { Clusters } from "./clusters";
import { foldersFor, outside } from "./confine";
import { readKustomization } from "./kustomization";
import { readUrl } from "./url";

/** What was read for some documents, and what deserves a look. */
export interface ReadReferences {
  references: References;
  /** Whether anything was looked for that is not in the documents themselves, or may not be. */
  outside: boolean;
  warnings: Finding[];
}

/**
 * Reads everything that the Applications of some documents refer to and that planning needs: objects in the documents themselves and in
 * clusters, texts on the web, kustomizations and charts. Does nothing when they refer to nothing. What cannot be read is remembered, and
 * told by the planner at the place that refers to it.
 *
 * @param clusters where objects are looked for that the documents do not have
 */
export async function readReferences(
  documents: Documents,
  registry: ClusterRegistry,
  types: TypeRegistry,
  clusters: Clusters,
): Promise<ReadReferences> {
  const wanted = documents.applications.flatMap((application) => {
    const scope = scopeOf(application, documents);
    const references = wantedReferences(application, scope, registry, types);
    return scope === documents ? references : references.filter((reference) => !isIn(scope, reference));
  });
  const used = new Set<DocumentObject>();
  const folders = foldersFor(documents);
  const read = await Promise.all(
    wanted.map(
      async (reference) =>
        [referenceKey(reference), await readOne(reference, documents, used, clusters, folders)] as const,
    ),
  );
  const found = new Map(read);
  return {
    references: { get: (reference) => found.get(referenceKey(reference)) },
    outside: wanted.length > 0,
    warnings: documents.objects.filter((object) => !used.has(object)).map(unused),
  };
}

/** Whether a revision brought along what a reference means. */
function isIn({ objects }: Scope, reference: Reference): boolean {
  return reference.from === "cluster" && objectsInFiles(reference, objects).length > 0;
}

async function readOne(
  reference: Reference,
  documents: Documents,
  used: Set<DocumentObject>,
  clusters: Clusters,
  folders: readonly string[],
): Promise<Found | NotFound> {
  switch (reference.from) {
    case "cluster": {
      const inFiles = objectsInFiles(reference, documents.objects);
      for (const object of inFiles) used.add(object);
      if (inFiles.length === 0) return clusters.read(reference);
      return { objects: inFiles.map(({ object }) => object as Found["objects"][number]) };
    }
    case "url":
      return readUrl(reference.url);
    case "kustomization":
      return outside(reference.folder, folders) ?? readKustomization(reference.folder);
    case "chart":
      return outside(reference.path, folders) ?? readChart(reference.path, folders);
  }
}

function unused({ kind, name, origin }: DocumentObject): Finding {
  return findingAt([origin], [], {
    severity: "warning",
    code: "nothing-matches",
    message: `no component refers to ${kind} "${name}", so it is not delivered`,
    hint: "refer to it in a component of type ref-objects, or write it into one of type k8s-objects",
  });
}
