import { isObject, type Json } from "../../model/json";

/** Two lists whose entries of the same index belong together. */
export interface Aligned {
  base: Json[];
  patch: Json[];
}

/**
 * Reorders a patch list so that its entries stand at the index of the base entry with the same key; `{}` stands where
 * the patch has nothing to say, and entries with a new key follow at the end. Three details are KubeVela's, and objects
 * depend on them: patch entries without the key are dropped as long as another has it; of several with the same key the
 * last one counts; base entries without the key take no place, so that what follows them shifts.
 *
 * @param key Path of the identifying field, or several separated by commas.
 * @param strategy With `retainKeys`, a base entry that has a counterpart gives way to it.
 * @returns undefined when the key identifies nothing in the patch, or is no scalar: the lists then meet as they are.
 */
export function alignByKey(base: Json[], patch: Json[], key: string, strategy?: string): Aligned | undefined {
  const kept = [...base];
  const aligned: Json[] = [];
  const waiting = new Map<string, number>();
  for (const field of key.split(",")) {
    const ids = patch.map((entry) => identify(entry, field));
    if (patch.length > 0 && ids.every((id) => id === undefined)) return undefined;
    const baseIds = base.map((entry) => identify(entry, field));
    if ([...ids, ...baseIds].includes(null)) return undefined;
    for (const [index, id] of ids.entries()) if (id) waiting.set(id, index);
    for (const [index, id] of baseIds.entries()) {
      if (!id) continue;
      const match = waiting.get(id);
      aligned.push(match === undefined ? {} : (patch[match] as Json));
      if (match !== undefined && strategy === "retainKeys") kept[index] = {};
      waiting.delete(id);
    }
  }
  const added = new Set(waiting.values());
  return { base: kept, patch: [...aligned, ...patch.filter((_, index) => added.has(index))] };
}

/** Identity of an entry by one field: undefined when it has no such field, null when the field is no scalar. */
function identify(entry: Json, field: string): string | null | undefined {
  let value: Json | undefined = entry;
  for (const step of field.split(".")) value = isObject(value) ? value[step] : undefined;
  if (value === undefined) return undefined;
  return typeof value === "object" && value !== null ? null : `${field}=${JSON.stringify(value)}`;
}
