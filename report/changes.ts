import { isObject, type Json, type JsonObject } from "../model/json";
import { nameOf } from "../model/urn";
import { type Difference, differences, type FieldChange, formatPath } from "./fields";
import { masked, maskedObject, SECRET } from "./mask";
import { clusterOfProvider, type PreviewStep } from "./preview";
import type { Action, Change, Subject } from "./types";

/** One change of one resource. */
export interface SingleChange extends Omit<Change, "clusters"> {
  /** Logical name of the resource. */
  name: string;
  cluster: string | undefined;
}

const ACTION_OF: Readonly<Record<string, Action>> = {
  create: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
  import: "create",
};

/** Kinds of resources that are flotilla's own means and nobody's wish. */
const MEANS = /^(pulumi:(pulumi|providers|index):|flotilla:)/;

/** The changes among the steps of a preview. The parts of a replacement are one change. */
export function changesOf(steps: readonly PreviewStep[]): SingleChange[] {
  const refreshed = new Map(
    steps.filter(({ op }) => op === "refresh").map((step) => [step.urn, step.oldState?.inputs]),
  );
  return steps.flatMap((step) => {
    const state = step.newState ?? step.oldState;
    const action = actionOf(step);
    if (action === undefined || state === undefined || MEANS.test(state.type)) return [];
    return [change(step, action, state.inputs ?? {}, refreshed)];
  });
}

/** What was only read is never deleted: it is delivered from now on. */
function actionOf({ op, oldState }: PreviewStep): Action | undefined {
  if (op === "delete" && oldState?.retainOnDelete) return "forget";
  return op === "replace" && oldState?.external ? "create" : ACTION_OF[op];
}

function change(
  step: PreviewStep,
  action: Action,
  inputs: JsonObject,
  refreshed: ReadonlyMap<string, JsonObject | undefined>,
): SingleChange {
  const cluster = clusterOfProvider(step.provider);
  const changes = action === "update" || action === "replace";
  const shows = action === "create" || action === "replace";
  return {
    action,
    name: nameOf(step.urn),
    subject: subjectOf(step, inputs, cluster),
    cluster,
    drift: isDrift(step, refreshed),
    fields: changes ? fieldsOf(step) : [],
    why: action === "replace" ? (step.replaceReasons ?? []) : [],
    ...(shows ? { content: maskedObject(withoutOwn(inputs)) } : {}),
  };
}

/**
 * What becomes of an object of a cluster from one delivery to another; undefined when both have the same.
 *
 * @param name logical name of the object
 * @param before undefined when it comes, as `after` when it goes; one of them is there
 */
export function objectChange(
  name: string,
  cluster: string,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): SingleChange | undefined {
  const object = after ?? before ?? {};
  const fields = before === undefined || after === undefined ? [] : fieldChanges(before, after);
  if (before !== undefined && after !== undefined && fields.length === 0) return undefined;
  const action = before === undefined ? "create" : after === undefined ? "delete" : "update";
  const subject = objectSubject(object, name) ?? { kind: "", name };
  const content = action === "create" ? { content: maskedObject(withoutOwn(object)) } : {};
  return { action, name, subject, cluster, drift: false, fields, why: [], ...content };
}

function subjectOf(step: PreviewStep, inputs: JsonObject, cluster: string | undefined): Subject {
  const name = nameOf(step.urn);
  const object = cluster === undefined ? undefined : objectSubject(inputs, name);
  return object ?? { kind: (step.newState ?? step.oldState)?.type ?? "", name };
}

/** What an object is, by its logical name where it has none of its own; undefined when it is no object. */
function objectSubject({ apiVersion, kind, metadata }: JsonObject, logicalName: string): Subject | undefined {
  if (typeof kind !== "string" || typeof apiVersion !== "string" || !isObject(metadata)) return undefined;
  const { namespace, name } = metadata;
  return {
    kind,
    apiVersion,
    ...(typeof namespace === "string" ? { namespace } : {}),
    name: typeof name === "string" ? name : logicalName,
  };
}

/** Whether the cluster had something else than what was delivered: only a refresh finds that. */
function isDrift({ urn, op, oldState }: PreviewStep, refreshed: ReadonlyMap<string, JsonObject | undefined>): boolean {
  if (!refreshed.has(urn)) return false;
  if (op === "create") return true;
  return op === "update" && differences(refreshed.get(urn), oldState?.inputs).length > 0;
}

function fieldsOf({ oldState, newState, detailedDiff }: PreviewStep): FieldChange[] {
  const now = newState?.inputs ?? {};
  return [...fieldChanges(oldState?.inputs ?? {}, now), ...hiddenFields(Object.keys(detailedDiff ?? {}), now)];
}

function fieldChanges(before: JsonObject, after: JsonObject): FieldChange[] {
  const secret = before.kind === "Secret" || after.kind === "Secret";
  return differences(withoutOwn(before), withoutOwn(after)).map((difference) => fieldOf(difference, secret));
}

function fieldOf({ path, old, new: now }: Difference, secret: boolean): FieldChange {
  const hide = (value: Json) => (secret && isData(path[0]) ? SECRET : masked(value, path));
  return {
    path: formatPath(path),
    ...(old === undefined ? {} : { old: hide(old) }),
    ...(now === undefined ? {} : { new: hide(now) }),
  };
}

function isData(field: string | number | undefined): boolean {
  return field === "data" || field === "stringData";
}

/** Fields that change from one secret to another: the preview masks both, so that only the engine sees the difference. */
function hiddenFields(paths: readonly string[], now: JsonObject): FieldChange[] {
  const hidden = Object.keys(now).filter((key) => now[key] === SECRET && paths.some((path) => isUnder(path, key)));
  return hidden.map((path) => ({ path, old: SECRET, new: SECRET }));
}

function isUnder(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}

/** An object without what flotilla writes on it for itself: where it is, and how the provider treats it. */
function withoutOwn(inputs: JsonObject): JsonObject {
  const { metadata } = inputs;
  if (!isObject(metadata)) return inputs;
  const { labels, annotations, ...rest } = metadata;
  return {
    ...inputs,
    metadata: {
      ...rest,
      ...filtered("labels", labels, (key) => key !== "app.oam.dev/cluster"),
      ...filtered("annotations", annotations, (key) => !key.startsWith("pulumi.com/")),
    },
  };
}

function filtered(field: string, map: Json | undefined, keep: (key: string) => boolean): JsonObject {
  if (!isObject(map)) return map === undefined ? {} : { [field]: map };
  const kept = Object.entries(map).filter(([key]) => keep(key));
  return kept.length === 0 ? {} : { [field]: Object.fromEntries(kept) as JsonObject };
}
