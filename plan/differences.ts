import { formatPath, type Path } from "../model/findings";
import { isObject, type Json } from "../model/json";
import { printable } from "../workloads/release";
import type { KubernetesObject } from "../workloads/types";
import { clusterOf } from "./deliver";
import { winningObjects } from "./graph";
import { identityOf } from "./identity";
import { MASK } from "./revisions/object";
import type { DeliveryPlan } from "./types";

/** A field that differs. A side that does not have it is left out. */
export interface FieldDifference {
  /** Written as `spec.template.spec.containers[web].image`: items of lists by their names, where all have one. */
  path: string;
  before?: Json;
  after?: Json;
}

/** An object that differs between two plans. */
export interface ObjectDifference {
  cluster: string;
  /** Undefined for objects that live in none. */
  namespace?: string;
  kind: string;
  name: string;
  change: "added" | "removed" | "changed";
  /** Empty unless changed. */
  fields: FieldDifference[];
}

/** What differs between the objects that two plans end with, cluster by cluster. Values of Secrets are there; see {@link maskedDifference}. */
export function planDifferences(before: DeliveryPlan, after: DeliveryPlan): ObjectDifference[] {
  const [old, next] = [objectsByIdentity(before), objectsByIdentity(after)];
  const differences = [...new Set([...old.keys(), ...next.keys()])].flatMap((identity) =>
    objectDifference(old.get(identity), next.get(identity)),
  );
  return differences.sort((a, b) => compare(sortKey(a), sortKey(b)));
}

function objectsByIdentity(plan: DeliveryPlan): Map<string, KubernetesObject> {
  return new Map([...winningObjects(plan.steps)].map((object) => [identityOf(object), object]));
}

function objectDifference(
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): ObjectDifference[] {
  const object = after ?? before;
  if (object === undefined) return [];
  const { namespace, name = "" } = object.metadata ?? {};
  const of = { cluster: clusterOf(object), ...(namespace === undefined ? {} : { namespace }), kind: object.kind, name };
  if (before === undefined) return [{ ...of, change: "added", fields: [] }];
  if (after === undefined) return [{ ...of, change: "removed", fields: [] }];
  const fields = fieldDifferences(printable(before) as Json, printable(after) as Json);
  return fields.length === 0 ? [] : [{ ...of, change: "changed", fields }];
}

/** The innermost fields that differ between two values. */
export function fieldDifferences(before: Json, after: Json, path: Path = []): FieldDifference[] {
  const parts = partsOf(before, after);
  if (parts === undefined) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path: formatPath(path), before, after }];
  }
  const [old, next] = parts;
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((key): FieldDifference[] => {
    const [one, other] = [old.get(key), next.get(key)];
    const at = [...path, key];
    if (one !== undefined && other !== undefined) return fieldDifferences(one, other, at);
    if (one !== undefined) return [{ path: formatPath(at), before: one }];
    return other === undefined ? [] : [{ path: formatPath(at), after: other }];
  });
}

type Parts = ReadonlyMap<string | number, Json>;

/** The parts of two maps or two lists; undefined when they are something else. */
function partsOf(before: Json, after: Json): [Parts, Parts] | undefined {
  if (isObject(before) && isObject(after)) return [new Map(Object.entries(before)), new Map(Object.entries(after))];
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  const [old, next] = [byName(before), byName(after)];
  return old && next ? [old, next] : [new Map(before.entries()), new Map(after.entries())];
}

/** Items of a list by their names; undefined when not all have one of their own. */
function byName(items: readonly Json[]): Parts | undefined {
  const named = items.flatMap((item): [string, Json][] =>
    isObject(item) && typeof item.name === "string" ? [[item.name, item]] : [],
  );
  const parts = new Map(named);
  return parts.size === items.length ? parts : undefined;
}

function sortKey({ cluster, namespace = "", kind, name }: ObjectDifference): string {
  return [cluster, namespace, kind, name].join("/");
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same without the values of a Secret. */
export function maskedDifference(difference: ObjectDifference): ObjectDifference {
  if (difference.kind !== "Secret") return difference;
  const mask = ({ path, before, after }: FieldDifference): FieldDifference => ({
    path,
    ...(before === undefined ? {} : { before: MASK }),
    ...(after === undefined ? {} : { after: MASK }),
  });
  const isData = ({ path }: FieldDifference) => /^(data|stringData)(\W|$)/.test(path);
  return { ...difference, fields: difference.fields.map((field) => (isData(field) ? mask(field) : field)) };
}
