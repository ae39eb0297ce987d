import type { ClusterReader } from "../../components/cluster-reader";
import { isObject } from "../../model/json";
import type { KubernetesObject } from "../../workloads/types";

/** An object that a controller made, with those that were made for it in turn. */
export interface OwnedObject {
  object: KubernetesObject;
  owned: OwnedObject[];
}

/** What controllers make on the way from a workload to its pods. */
const MADE = [
  { apiVersion: "apps/v1", kind: "ReplicaSet", path: (namespace: string) => `/apis/apps/v1/${namespace}/replicasets` },
  { apiVersion: "batch/v1", kind: "Job", path: (namespace: string) => `/apis/batch/v1/${namespace}/jobs` },
  { apiVersion: "v1", kind: "Pod", path: (namespace: string) => `/api/v1/${namespace}/pods` },
];

/** Everything in some namespaces that a controller may have made. What may not be listed is left out. */
export async function readMade(
  reader: Pick<ClusterReader, "get">,
  namespaces: readonly string[],
): Promise<KubernetesObject[]> {
  const lists = namespaces.flatMap((namespace) =>
    MADE.map(async ({ apiVersion, kind, path }) => {
      const answer = await reader.get(path(`namespaces/${encodeURIComponent(namespace)}`)).catch(() => undefined);
      const items = isObject(answer) && Array.isArray(answer.items) ? answer.items.filter(isObject) : [];
      return items.map((item): KubernetesObject => ({ ...item, apiVersion, kind }));
    }),
  );
  return (await Promise.all(lists)).flat();
}

/** What was made for an object, by name. ReplicaSets of former versions, which have no pods any more, are left out. */
export function ownedBy(owner: KubernetesObject, made: readonly KubernetesObject[]): OwnedObject[] {
  const uid = owner.metadata?.uid;
  if (uid === undefined) return [];
  return made
    .filter((object) => ownersOf(object).includes(uid))
    .map((object) => ({ object, owned: ownedBy(object, made) }))
    .filter(({ object, owned }) => object.kind !== "ReplicaSet" || owned.length > 0 || !isScaledToZero(object))
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b), "en"));
}

function ownersOf({ metadata }: KubernetesObject) {
  const owners = metadata?.ownerReferences;
  return Array.isArray(owners) ? owners.filter(isObject).map(({ uid }) => uid) : [];
}

function isScaledToZero({ spec }: KubernetesObject): boolean {
  return isObject(spec) && spec.replicas === 0;
}

function nameOf({ object }: OwnedObject): string {
  return object.metadata?.name ?? "";
}
