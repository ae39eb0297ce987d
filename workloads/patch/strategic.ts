import { formatPath, type Path } from "../../model/findings";
import { isObject, type Json, type JsonObject } from "../../model/json";
import { type KubernetesObject, RenderError } from "../types";
import { alignByKey } from "./align";

/** How one field of a patch meets the field of the same path in the base. */
export interface PatchRule {
  /**
   * Field that identifies an entry of a list, such as `name` or `secretRef.name`; several, separated by commas, where
   * entries come in kinds. Lists further down without a key of their own use the same one. Lists without any key meet
   * index by index.
   */
  key?: string;
  /**
   * `replace`: the patch's list takes the place of the base's list.
   * `retainKeys`: the patch's value takes the place of the base's value; in a list with a key, entry by entry.
   */
  strategy?: "replace" | "retainKeys";
  /** Whether a list that meets index by index may be shorter than the base's (CUE: `[x, ...]`). Default false. */
  open?: boolean;
}

/** Rules by dotted path, without list indices: `spec.template.spec.containers.env`. */
export type PatchRules = Readonly<Record<string, PatchRule>>;

/** Where the merge stands: the rules, the path in the object, the same path as rules write it, the key in force. */
interface Place {
  rules: PatchRules;
  path: Path;
  pattern: string;
  key: string | undefined;
}

/**
 * Patches an object the way KubeVela does for a trait's `patch`: maps merge, list entries meet by key or by index, and
 * values that differ are a conflict unless a rule says which side wins. Changes neither argument; the result shares
 * unchanged parts with them.
 *
 * @throws RenderError on a conflict, naming the path.
 */
export function strategicPatch(base: KubernetesObject, patch: JsonObject, rules: PatchRules = {}): KubernetesObject {
  const place: Place = { rules, path: [], pattern: "", key: rules[""]?.key };
  return mergeObjects(base as JsonObject, patch, place) as KubernetesObject;
}

function mergeObjects(base: JsonObject, patch: JsonObject, place: Place): JsonObject {
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [field, value] of Object.entries(patch)) {
    merged.set(field, mergeField(merged.get(field), value, below(place, field)));
  }
  return Object.fromEntries(merged);
}

function below(place: Place, field: string): Place {
  const pattern = place.pattern === "" ? field : `${place.pattern}.${field}`;
  const key = place.rules[pattern]?.key ?? place.key;
  return { ...place, path: [...place.path, field], pattern, key };
}

function mergeField(base: Json | undefined, patch: Json, place: Place): Json {
  if (base === undefined) return patch;
  const strategy = place.rules[place.pattern]?.strategy;
  if (Array.isArray(patch) && Array.isArray(base)) {
    return strategy === "replace" ? patch : mergeLists(base, patch, place);
  }
  return strategy === "retainKeys" && !Array.isArray(patch) ? patch : mergeValues(base, patch, place);
}

function mergeLists(base: Json[], patch: Json[], place: Place): Json[] {
  const rule = place.rules[place.pattern];
  const aligned = place.key === undefined ? undefined : alignByKey(base, patch, place.key, rule?.strategy);
  const left = aligned?.base ?? base;
  const right = aligned?.patch ?? patch;
  if (right.length < left.length && aligned === undefined && rule?.open !== true) {
    throw new RenderError(
      `${formatPath(place.path)} has ${left.length} entries, but the patch has ${right.length} and nothing to tell which are meant`,
    );
  }
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) =>
    mergeEntry(left[index], right[index], { ...place, path: [...place.path, index] }),
  );
}

function mergeEntry(base: Json | undefined, patch: Json | undefined, place: Place): Json {
  if (base === undefined) return patch as Json;
  return patch === undefined ? base : mergeValues(base, patch, place);
}

/** Merges without looking at strategies, which belong to fields and not to entries of lists. */
function mergeValues(base: Json, patch: Json, place: Place): Json {
  if (isObject(base) && isObject(patch)) return mergeObjects(base, patch, place);
  if (Array.isArray(base) && Array.isArray(patch)) return mergeLists(base, patch, place);
  if (base === patch) return base;
  throw new RenderError(
    `conflict at ${formatPath(place.path)}: it is ${JSON.stringify(base)} and the patch sets ${JSON.stringify(patch)}`,
  );
}
