import type { Found, NotFound, ObjectReference, ObjectType } from "../workloads/references";
import type { KubernetesObject } from "../workloads/types";
import type { Api } from "./clusters";

/** A resource as a cluster describes it, and where its objects are. */
interface Resource {
  apiVersion: string;
  kind: string;
  /** Path of all objects of a namespace, or of the cluster when they live in none. */
  path(namespace: string): string;
}

/** The parts of answers that are read here. */
interface Answers {
  resources: { name: string; singularName: string; kind: string; namespaced: boolean }[];
  groups: { name: string; preferredVersion: { groupVersion: string } }[];
  items: KubernetesObject[];
}

/**
 * Reads the objects that a reference means from a cluster.
 *
 * @throws Error when the cluster does not answer, or refuses to
 */
export async function readObjects(reference: ObjectReference, api: Api): Promise<Found | NotFound> {
  const { type, select, namespace, cluster } = reference;
  const resource = await findResource(type, api);
  if (resource === undefined) return missing(`cluster "${cluster}" knows no such kind of object`);
  const { apiVersion, kind } = resource;
  const path = resource.path(namespace);
  if ("name" in select) {
    const object = await api.get(`${path}/${encodeURIComponent(select.name)}`);
    return object === undefined
      ? missing(`cluster "${cluster}" has no such object`)
      : { objects: [object as KubernetesObject] };
  }
  const labels = Object.entries(select.labels).map(([key, value]) => `${key}=${value}`);
  const list = (await api.get(`${path}?labelSelector=${encodeURIComponent(labels.join(","))}`)) as Answers | undefined;
  const objects = (list?.items ?? []).map((item) => ({ ...item, apiVersion, kind }));
  return objects.length > 0 ? { objects } : missing(`cluster "${cluster}" has no such object`);
}

function missing(where: string): NotFound {
  return { problem: `is in none of the files, and ${where}`, hint: "create it first, or correct the reference" };
}

async function findResource(type: ObjectType, api: Api): Promise<Resource | undefined> {
  const isMeant = (one: Answers["resources"][number]) =>
    "kind" in type
      ? one.kind === type.kind
      : [one.name, one.singularName, one.kind.toLowerCase()].includes(type.resource);
  for await (const apiVersion of versionsOf(type, api)) {
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = (await api.get(root)) as Answers | undefined;
    const found = known?.resources.find((one) => !one.name.includes("/") && isMeant(one));
    if (found === undefined) continue;
    const { kind, name, namespaced } = found;
    const path = (namespace: string) =>
      `${root}${namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : ""}/${name}`;
    return { apiVersion, kind, path };
  }
  return undefined;
}

/** The API versions that may have the resource, the likeliest first. Without a group that is every group's preferred one. */
async function* versionsOf(type: ObjectType, api: Api): AsyncGenerator<string> {
  if ("kind" in type) return yield type.apiVersion;
  const { group } = type;
  if (!group) yield "v1";
  if (group === "") return;
  const { groups } = ((await api.get("/apis")) as Answers | undefined) ?? { groups: [] };
  for (const { name, preferredVersion } of groups) {
    if (group === undefined || name === group) yield preferredVersion.groupVersion;
  }
}
