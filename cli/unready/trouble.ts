import type { ClusterReader } from "../../components/cluster-reader";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { objectHealthIsKnown } from "../../plan/checked-kinds";
import type { KubernetesObject } from "../../workloads/types";
import { answerProblem } from "../cluster/reach";
import { healthOf } from "../status/health";
import { type OwnedObject, ownedBy, readMade } from "../status/owned";
import type { UnreadyObject } from "./state";

/** An object, without how its cluster is reached. */
export type Named = Omit<UnreadyObject, "kubeconfig">;

/** What keeps an object from becoming ready. */
export interface Trouble {
  object: Named;
  /** What the object says of itself, or why nobody knows. */
  condition: string;
  /** What was warned of, by what it is about. */
  warned: Warned[];
  /** How many more pods of it are not ready. */
  more: number;
}

/** The last warnings about one pod, or about another object. */
export interface Warned {
  kind: string;
  name: string;
  /** How a pod is. */
  state?: string;
  warnings: Warning[];
}

/** Events of one reason. */
export interface Warning {
  reason: string;
  message: string;
  /** How often it has happened. */
  count: number;
}

/** How many pods of an object are asked for, and how many reasons are told of each. */
const PODS = 3;
const REASONS = 2;

type Reader = Pick<ClusterReader, "get" | "read">;

/**
 * Asks a cluster what keeps an object from becoming ready; undefined when it is gone, or ready meanwhile, or there is nothing to say.
 * Never throws.
 */
export async function troubleOf(object: Named, reader: Reader): Promise<Trouble | undefined> {
  try {
    return await ask(object, reader);
  } catch (error) {
    return { object, condition: `nobody knows why: ${answerProblem(error)}`, warned: [], more: 0 };
  }
}

async function ask(object: Named, reader: Reader): Promise<Trouble | undefined> {
  const { apiVersion, kind, name, namespace } = object;
  const live = await reader.read({ apiVersion, kind, metadata: { name, ...(namespace && { namespace }) } });
  if (live === undefined) return undefined;
  const isWorkload = objectHealthIsKnown(live);
  const { health, message } = healthOf(live);
  if (kind === "Pod" ? isReady(live) : isWorkload && health === "healthy") return undefined;
  const made = isWorkload && namespace !== undefined ? await readMade(reader, [namespace]) : [];
  const all = withOwned({ object: live, owned: ownedBy(live, made) });
  const pods = all.filter((one) => one.kind === "Pod" && !isReady(one));
  const makers = all.filter((one) => one.kind !== "Pod");
  const asked = await Promise.all([...pods.slice(0, PODS), ...makers].map((one) => warnedOf(one, reader)));
  const warned = asked.filter(({ state, warnings }) => state !== undefined || warnings.length > 0);
  if (!isWorkload && warned.length === 0) return undefined;
  return { object, condition: conditionOf(live) ?? message, warned, more: Math.max(0, pods.length - PODS) };
}

function withOwned({ object, owned }: OwnedObject): KubernetesObject[] {
  return [object, ...owned.flatMap(withOwned)];
}

function isReady({ metadata, status }: KubernetesObject): boolean {
  const ready = conditionsOf(status).some(({ type, status }) => type === "Ready" && status === "True");
  return ready || metadata?.deletionTimestamp !== undefined || (isObject(status) && status.phase === "Succeeded");
}

/** The worst of what an object says of itself; a type of conditions and the value that is bad. */
const BAD = [
  ["ReplicaFailure", "True"],
  ["Failed", "True"],
  ["Progressing", "False"],
  ["Available", "False"],
  ["PodScheduled", "False"],
] as const;

function conditionOf({ status }: KubernetesObject): string | undefined {
  const conditions = conditionsOf(status);
  const found = BAD.flatMap(([type, bad]) => conditions.filter((one) => one.type === type && one.status === bad));
  return found.map(({ message }) => message).find((text) => typeof text === "string" && text !== "") as
    | string
    | undefined;
}

function conditionsOf(status: unknown): JsonObject[] {
  return isObject(status) && Array.isArray(status.conditions) ? status.conditions.filter(isObject) : [];
}

/** What a cluster has last warned of about an object. Without the right to ask for that, how a pod is must do. */
async function warnedOf(object: KubernetesObject, reader: Pick<ClusterReader, "get">): Promise<Warned> {
  const { uid, name = "", namespace = "default" } = object.metadata ?? {};
  const about = encodeURIComponent(`type=Warning,involvedObject.uid=${String(uid)}`);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events?fieldSelector=${about}`;
  const answer = await reader.get(path).catch(() => undefined);
  const events = isObject(answer) && Array.isArray(answer.items) ? answer.items.filter(isObject) : [];
  const state = object.kind === "Pod" ? { state: healthOf(object).message } : {};
  return { kind: object.kind, name, ...state, warnings: lastOf(events) };
}

/** The last reasons, each with its last message. */
function lastOf(events: readonly JsonObject[]): Warning[] {
  const byTime = events
    .map((event) => ({ at: timeOf(event), warning: warningOf(event) }))
    .sort((a, b) => b.at.localeCompare(a.at, "en"));
  const byReason = new Map<string, Warning>();
  for (const { warning } of byTime) if (!byReason.has(warning.reason)) byReason.set(warning.reason, warning);
  return [...byReason.values()].slice(0, REASONS);
}

function warningOf({ reason, message, count, series }: JsonObject): Warning {
  const times = isObject(series) ? series.count : count;
  return { reason: text(reason), message: text(message), count: typeof times === "number" && times > 0 ? times : 1 };
}

/** When it has happened last, as older and newer controllers tell it; RFC 3339 sorts as text. */
function timeOf({ series, lastTimestamp, eventTime, firstTimestamp }: JsonObject): string {
  const last = isObject(series) ? series.lastObservedTime : undefined;
  return text(last ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? "");
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
