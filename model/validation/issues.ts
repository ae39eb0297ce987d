import type { z } from "zod";
import { type Finding, formatPath, type Path } from "../findings";
import { isObject } from "../json";
import { findingAt, type Origin } from "../source";
import { suggest } from "../suggest";
import { authored, type Message, missing, notValid, outOfRange, wrongFormat, wrongType, wrongValue } from "./messages";
import { expectedAt } from "./shape";
import { expectedByAny, likeliestBranch } from "./union";

/** What was checked, and where it was written. */
export interface Checked {
  schema: z.core.$ZodType;
  value: unknown;
  origins: readonly Origin[];
  /** Where the value stands below its origins. */
  at: Path;
}

/** How many known fields a hint lists when none of them is near. */
const LISTED_FIELDS = 12;

/** Parse options that leave messages empty unless a schema's author wrote one: the rest is said by `zodFindings`. */
export const PLAIN_ISSUES = { error: () => "" };

/** Says what zod found, in people's words and with positions. The issues have to come from a parse with `PLAIN_ISSUES`. */
export function zodFindings(issues: readonly z.core.$ZodIssue[], checked: Checked): Finding[] {
  return issues.flatMap((issue) => issueFindings(issue, toPath(issue.path), checked));
}

function issueFindings(issue: z.core.$ZodIssue, path: Path, checked: Checked): Finding[] {
  if (issue.message !== "") return [at(path, authored(issue.message), checked)];
  const value = valueAt(checked.value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField([...path, key], "error", checked));
    case "invalid_union":
      return unionFindings(issue, path, value, checked);
    case "invalid_key":
      return issue.issues.map((inner) => keyFinding(inner, path, checked));
    case "invalid_type":
      return [at(path, wrongType(value, fullPath(path, checked), [issue.expected], []), checked)];
    case "invalid_value":
      return [at(path, wrongValue(value, fullPath(path, checked), issue.values), checked)];
    case "too_small":
    case "too_big":
      return [at(path, outOfRange(issue, value, fullPath(path, checked)), checked)];
    case "invalid_format":
      return [at(path, wrongFormat(issue, value, fullPath(path, checked)), checked)];
    case "not_multiple_of":
      return [at(path, authored(`must be a multiple of ${issue.divisor}`), checked)];
    default:
      return [at(path, value === undefined ? missing() : notValid(value), checked)];
  }
}

function unionFindings(issue: z.core.$ZodIssueInvalidUnion, path: Path, value: unknown, checked: Checked): Finding[] {
  if (issue.inclusive === false) return [at(path, authored("fits more than one of its alternatives"), checked)];
  if (issue.options !== undefined)
    return [at(path, wrongValue(value, fullPath(path, checked), issue.options), checked)];
  const branch = likeliestBranch(issue.errors);
  if (branch !== undefined) {
    return branch.flatMap((inner) => issueFindings(inner, [...path, ...toPath(inner.path)], checked));
  }
  const { types, values } = expectedByAny(issue.errors);
  const full = fullPath(path, checked);
  const message = types.length === 0 ? wrongValue(value, full, values) : wrongType(value, full, types, values);
  return [at(path, message, checked)];
}

function keyFinding(issue: z.core.$ZodIssue, path: Path, checked: Checked): Finding {
  const text = issue.message === "" ? "is not valid as a key here" : issue.message;
  return at(path, { code: "invalid-value", text }, checked, "key");
}

/** A finding about a field that the schema does not know. `path` ends with its key. */
export function unknownField(path: Path, severity: Finding["severity"], checked: Checked): Finding {
  const key = String(path.at(-1));
  const { keys } = expectedAt(checked.schema, path.slice(0, -1));
  const known = keys.includes(key);
  const field = known ? `field ${JSON.stringify(key)}` : `unknown field ${JSON.stringify(key)}`;
  const message = fieldMessage(field, known, severity);
  const hint = known ? undefined : fieldHint(key, keys);
  const finding = { severity, code: "unknown-field", message, ...(hint === undefined ? {} : { hint }) } as const;
  return findingAt(checked.origins, [...checked.at, ...path], finding, "key");
}

function fieldMessage(field: string, known: boolean, severity: Finding["severity"]): string {
  if (severity === "warning") return known ? `${field} has no effect here and is ignored` : `${field} is ignored`;
  return known ? `${field} cannot stand beside the other fields here` : field;
}

function fieldHint(key: string, known: readonly string[]): string | undefined {
  const near = suggest(key, known);
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`;
  return known.length === 0 || known.length > LISTED_FIELDS ? undefined : `known fields are ${known.join(", ")}`;
}

function at(path: Path, message: Message, checked: Checked, what: "key" | "value" = "value"): Finding {
  const { code, text, hint } = message;
  const startsWithVerb = /^(?:is|must|has|have|needs|can|cannot|may|does|fits|contains)\b/.test(text);
  const said = startsWithVerb ? `${nameOf(fullPath(path, checked))} ${text}` : text;
  const finding = { severity: "error", code, message: said, ...(hint === undefined ? {} : { hint }) } as const;
  return findingAt(checked.origins, [...checked.at, ...path], finding, what);
}

/** The last plain name of a path, with what follows it: `ports[0]`, `labels["a/b"]`. */
function nameOf(path: Path): string {
  const start = path.findLastIndex((key) => typeof key === "string" && /^\w+$/.test(key));
  return path.length === 0 ? "the document" : formatPath(path.slice(Math.max(start, 0)));
}

function fullPath(path: Path, checked: Checked): Path {
  return [...(checked.origins[0]?.path ?? []), ...checked.at, ...path];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
  }, root);
}

function toPath(path: readonly PropertyKey[]): Path {
  return path.map((key) => (typeof key === "symbol" ? String(key) : key));
}
