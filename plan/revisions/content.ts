import { createHash } from "node:crypto";
import type { Application, Documents } from "../../model/application";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { type Origin, valueAt } from "../../model/source";
import { referredObject } from "../../workloads/components/referred-object";
import type { KubernetesObject } from "../../workloads/types";
import { externalsOf } from "../external";
import { REVISION_ONLY } from "./only";
import type { RevisionDocument } from "./types";

/** Annotations that are no part of an Application's content: whoever sets them changes nothing about what is delivered. */
const NOT_CONTENT: readonly string[] = [REVISION_ONLY, "kubectl.kubernetes.io/last-applied-configuration"];

/** What of each kind of document makes it what it is, beside its name, labels and annotations. */
const CONTENT_FIELDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    Application: ["spec"],
    Policy: ["type", "properties"],
    Workflow: ["mode", "steps"],
  }),
);

/**
 * The content of a revision: the Application, the Policies and the Workflow that it refers to, and the objects that its components
 * refer to. Semantics: KubeVela `pkg/controller/core.oam.dev/v1beta1/application/revision.go`; labels and annotations count too,
 * because they go to every object.
 *
 * @param objects what was read for components that refer to objects
 */
export function revisionDocuments(
  application: Application,
  documents: Pick<Documents, "policies" | "workflows">,
  objects: readonly KubernetesObject[],
): RevisionDocument[] {
  const { policies, workflows } = externalsOf(application, documents);
  const { file } = application.origin.source;
  return [
    ...[application, ...policies, ...workflows].map(({ origin, namespace }) => written(origin, namespace)),
    ...objects.map((object) => ({ file, document: referredObject(object) as JsonObject })),
  ];
}

/** A digest of what is in documents; neither the order of keys nor the names of files count. */
export function revisionDigest(documents: readonly RevisionDocument[]): string {
  const [application, ...others] = documents.map(({ document }) => JSON.stringify(sorted(document)));
  return createHash("sha256")
    .update(JSON.stringify([application, ...others.sort()]))
    .digest("hex")
    .slice(0, 16);
}

function written(origin: Origin, namespace: string): RevisionDocument {
  const value = valueAt(origin);
  if (!isObject(value)) throw new Error("a document was read from something that is no object");
  const { apiVersion = "", kind = "" } = value;
  const fields = CONTENT_FIELDS.get(String(kind)) ?? [];
  const { name = "", labels, annotations } = isObject(value.metadata) ? value.metadata : {};
  const metadata = { name, namespace, ...filled("labels", labels), ...filled("annotations", content(annotations)) };
  const parts = fields.flatMap((field) => (value[field] === undefined ? [] : [[field, value[field]] as const]));
  return { file: origin.source.file, document: { apiVersion, kind, metadata, ...Object.fromEntries(parts) } };
}

function content(annotations: Json | undefined): Json {
  if (!isObject(annotations)) return {};
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOT_CONTENT.includes(key)));
}

/** A field, unless there is nothing in it. */
function filled(key: string, value: Json | undefined): JsonObject {
  return isObject(value) && Object.keys(value).length > 0 ? { [key]: value } : {};
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
