import { isObject, type Json } from "../../model/json";
import { mapValues } from "../../model/map-values";
import { visible } from "../../model/visible";
import type { Trouble, Warned } from "./trouble";

/** The longest message that is told as a whole. */
const LONGEST = 400;

/**
 * A copy of plain data without some texts.
 *
 * @param secrets longer ones first
 */
export function masked<T>(value: T, secrets: readonly string[]): T {
  if (typeof value === "string") return secrets.reduce((text, one) => text.replaceAll(one, "[secret]"), value) as T;
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets)) as T;
  return isObject(value) ? (mapValues(value, (item: Json) => masked(item, secrets)) as T) : value;
}

/** What keeps an object from becoming ready, in some lines. */
export function troubleText({ object, condition, warned, more }: Trouble): string {
  const { cluster, kind, namespace, name } = object;
  const place = namespace === undefined ? name : `${namespace}/${name}`;
  const lines = [
    `cluster "${cluster}": ${kind} ${place} is not ready: ${condition}`,
    ...warned.flatMap(linesOf).map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  and ${more} more ${more === 1 ? "pod" : "pods"}`]),
  ];
  return lines.map((line) => `${shortened(visible(line))}\n`).join("");
}

function linesOf({ kind, name, state, warnings }: Warned): string[] {
  const what = `${kind === "Pod" ? "pod" : kind} ${name}`;
  if (warnings.length === 0) return [`${what}: ${state ?? ""}`];
  return warnings.map(({ reason, message, count }) => {
    return `${what}: ${reason}: ${message.trim()} (${count} ${count === 1 ? "time" : "times"})`;
  });
}

function shortened(line: string): string {
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
