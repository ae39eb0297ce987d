import type { ClusterReader } from "../../components/cluster-reader";
import { isObject, type Json, type JsonObject } from "../../model/json";
import type { FoundObject } from "../../plan/found";

/** What the API says about the kinds of a group. */
interface Kinds {
  resources?: { name: string; kind: string; verbs: string[] }[];
}

/** Seconds by which a cluster's clock may differ from the one of whoever ran before. */
const CLOCKS_DIFFER = 300;
/** Under which names the Kubernetes provider sets fields. */
const MANAGER = /^pulumi-kubernetes-/;

/**
 * Looks through every kind of a cluster for objects of Applications that the engine has created since a time.
 *
 * @throws Error when the cluster does not answer, or refuses to
 */
export async function createdSince(reader: ClusterReader, cluster: string, since: Date): Promise<FoundObject[]> {
  const from = since.getTime() - CLOCKS_DIFFER * 1000;
  const roots = ["/api/v1", ...(await groupRoots(reader))];
  const found = roots.map(async (root) => {
    const { resources = [] } = ((await reader.get(root)) ?? {}) as Kinds;
    const kinds = resources.filter(
      ({ name, verbs }) => !name.includes("/") && verbs.includes("list") && verbs.includes("delete"),
    );
    const lists = kinds.map(async ({ name, kind }) => {
      const { items } = ((await reader.get(`${root}/${name}?labelSelector=${SELECTOR}`)) ?? {}) as JsonObject;
      const apiVersion = root.replace(/^\/apis?\//, "");
      return (Array.isArray(items) ? items : []).flatMap(
        (item) => foundIn(item, { cluster, apiVersion, kind }, from) ?? [],
      );
    });
    return (await Promise.all(lists)).flat();
  });
  return (await Promise.all(found)).flat();
}

const SELECTOR = encodeURIComponent("app.oam.dev/name,app.oam.dev/namespace");

/** Where the API has each of its groups, in the version that it prefers. */
async function groupRoots(reader: ClusterReader): Promise<string[]> {
  const { groups } = ((await reader.get("/apis")) ?? {}) as {
    groups?: { preferredVersion?: { groupVersion?: string } }[];
  };
  return (groups ?? []).flatMap(({ preferredVersion }) =>
    preferredVersion?.groupVersion ? [`/apis/${preferredVersion.groupVersion}`] : [],
  );
}

function foundIn(
  item: Json,
  place: Pick<FoundObject, "cluster" | "apiVersion" | "kind">,
  from: number,
): FoundObject | undefined {
  if (!isObject(item) || !isObject(item.metadata)) return undefined;
  const { name, namespace, labels, creationTimestamp, managedFields } = item.metadata;
  const manager = (Array.isArray(managedFields) ? managedFields : [])
    .flatMap((entry) => (isObject(entry) && typeof entry.manager === "string" ? [entry.manager] : []))
    .find((one) => MANAGER.test(one));
  if (manager === undefined || !isObject(labels) || Date.parse(String(creationTimestamp)) < from) return undefined;
  return {
    ...place,
    name: String(name),
    ...(typeof namespace === "string" ? { namespace } : {}),
    application: `${labels["app.oam.dev/namespace"]}/${labels["app.oam.dev/name"]}`,
    manager,
  };
}
