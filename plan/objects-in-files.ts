import type { DocumentObject } from "../model/application";
import type { ObjectReference, ObjectType } from "../workloads/references";

/** The objects of the files that a reference means, whichever cluster it names. */
export function objectsInFiles(
  { type, namespace, select }: ObjectReference,
  objects: readonly DocumentObject[],
): DocumentObject[] {
  return objects.filter((object) => {
    if (!isOfType(object, type)) return false;
    if (object.namespace !== undefined && object.namespace !== namespace) return false;
    if ("name" in select) return object.name === select.name;
    return Object.entries(select.labels).every(([key, value]) => object.labels[key] === value);
  });
}

/** Versions of one group count as the same, as a server converts between them. */
function isOfType({ apiVersion, kind }: DocumentObject, type: ObjectType): boolean {
  if ("kind" in type) return kind === type.kind && groupOf(apiVersion) === groupOf(type.apiVersion);
  return namesOf(kind).includes(type.resource) && (type.group === undefined || groupOf(apiVersion) === type.group);
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

/** Names that a resource of this kind may have: one and many. A server knows for sure. */
function namesOf(kind: string): string[] {
  const one = kind.toLowerCase();
  return [one, `${one}s`, `${one}es`, one.replace(/y$/, "ies")];
}
