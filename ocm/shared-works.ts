import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject } from "../model/json";
import { conditionOf, manifestStatuses, workStatus } from "./work-status";

/** How far one cluster is with what it shares with others. */
export interface Share {
  /** `waiting` has nothing of this version yet, `begun` is not healthy yet. */
  state: "waiting" | "begun" | "healthy";
  /** What is not as it should be. */
  problem: string;
}

/** A `ManifestWork` of a `ManifestWorkReplicaSet` in a cluster that does not share it any more. */
export interface Stray {
  /** The cluster's name on the hub. */
  namespace: string;
  name: string;
}

/** The label of what comes from a `ManifestWorkReplicaSet`; its value is `<namespace>.<name>`. */
export const REPLICA_SET_LABEL = "work.open-cluster-management.io/manifestworkreplicaset";

/**
 * Reads how far clusters are. The hub's own summary does not tell which version it is about, so the `ManifestWork`s are compared with
 * what is wanted.
 *
 * @param set the `ManifestWorkReplicaSet`
 * @param works what the hub answers to a list of its `ManifestWork`s
 * @param managed names of the clusters on the hub
 */
export function sharesOf(
  set: unknown,
  works: unknown,
  managed: readonly string[],
): { shares: Map<string, Share>; strays: Stray[] } {
  const items = isObject(works) && Array.isArray(works.items) ? works.items.filter(isObject) : [];
  const wanted = isObject(set) && isObject(set.spec) ? set.spec.manifestWorkTemplate : undefined;
  const template = withoutEmpty(wanted);
  const byCluster = new Map(items.map((item) => [String(metadataOf(item).namespace), item]));
  const members = new Set(managed);
  const strays = items.map(metadataOf).filter((one) => !members.has(String(one.namespace)) && !one.deletionTimestamp);
  return {
    shares: new Map(managed.map((name) => [name, shareOf(byCluster.get(name), template)])),
    strays: strays.map(({ namespace, name }) => ({ namespace: String(namespace), name: String(name) })),
  };
}

function shareOf(work: JsonObject | undefined, template: Json | undefined): Share {
  if (work === undefined) return { state: "waiting", problem: "the hub has not begun with it" };
  if (!isDeepStrictEqual(withoutEmpty(work.spec), template))
    return { state: "waiting", problem: "the hub has not begun with this version" };
  const { generation } = metadataOf(work);
  const isNow = (type: string, status: string) => {
    const condition = conditionOf(work.status ?? {}, type);
    return condition?.status === status && condition.observedGeneration === generation;
  };
  if (isNow("Applied", "True") && isNow("Available", "True") && isNow("Progressing", "False")) {
    return { state: "healthy", problem: "" };
  }
  return { state: "begun", problem: problemOf(work) };
}

function problemOf(work: JsonObject): string {
  const { seen, problems } = workStatus(work);
  if (!seen) return "its agent has not applied this version yet";
  if (problems.length > 0) return `it cannot apply ${problems.join("; ")}`;
  const unhealthy = manifestStatuses(work).filter((one) => conditionOf(one, "Progressing")?.status === "True");
  const names = unhealthy.map(({ resourceMeta }) =>
    isObject(resourceMeta) ? `${resourceMeta.kind} "${resourceMeta.name}"` : "",
  );
  return names.length === 0
    ? "its agent has not said yet whether it is healthy"
    : `${names.join(", ")} is not healthy yet`;
}

/** Without what an API server or the hub's controller leaves out when it is empty. */
function withoutEmpty(value: Json | undefined): Json | undefined {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutEmpty(item) ?? null);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const fields = Object.entries(value).flatMap(([key, field]): [string, Json][] => {
    const kept = withoutEmpty(field);
    return kept === undefined ? [] : [[key, kept]];
  });
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function metadataOf({ metadata }: JsonObject): JsonObject {
  return isObject(metadata) ? metadata : {};
}
