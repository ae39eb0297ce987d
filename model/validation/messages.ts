import type { z } from "zod";
import type { FindingCode, Path } from "../findings";
import { suggest } from "../suggest";
import { describeChoice, describeExpected, describeType, describeValue } from "./describe";

/** What a finding says, without its place. */
export interface Message {
  code: FindingCode;
  /** What follows the name of the value, such as `is a list, must be a string`. */
  text: string;
  hint?: string;
}

/** Says that a value is missing. */
export function missing(expected?: string): Message {
  return {
    code: "missing-field",
    text: "is missing",
    ...(expected === undefined ? {} : { hint: `it must be ${expected}` }),
  };
}

/** Says that a value has none of the types (in zod's words) or values that would be right. */
export function wrongType(value: unknown, path: Path, types: readonly string[], values: readonly unknown[]): Message {
  const choices = [...types.map(describeExpected), ...(values.length === 0 ? [] : [describeChoice(values)])];
  const expected = choices.join(" or ");
  if (value === undefined) return missing(expected);
  const text = `is ${describeValue(value, path)}, must be ${expected}`;
  return { code: "wrong-type", text, ...quotingHint(value, types) };
}

function quotingHint(value: unknown, types: readonly string[]): { hint?: string } {
  if (types.length === 1 && types[0] === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return { hint: "put it in quotes" };
  }
  const wantsNumber = types.includes("number") || types.includes("int");
  const isNumeric = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value);
  return wantsNumber && isNumeric ? { hint: "write it without quotes" } : {};
}

/** Says that a value is not among those allowed. */
export function wrongValue(value: unknown, path: Path, values: readonly unknown[]): Message {
  const words = values.filter((candidate) => typeof candidate === "string");
  if (value === undefined || (typeof value !== "string" && words.length > 0)) return wrongType(value, path, [], values);
  const text = `is ${describeValue(value, path)}, must be ${describeChoice(values)}`;
  const near = typeof value === "string" && words.length > 1 ? suggest(value, words) : undefined;
  return {
    code: "invalid-value",
    text,
    ...(near === undefined ? {} : { hint: `did you mean ${JSON.stringify(near)}?` }),
  };
}

type TooSmall = z.core.$ZodIssueTooSmall;
type TooBig = z.core.$ZodIssueTooBig;

/** Says that a number is out of range, or a text or list too short or too long. */
export function outOfRange(issue: TooSmall | TooBig, value: unknown, path: Path): Message {
  const small = issue.code === "too_small";
  const limit = Number(small ? issue.minimum : issue.maximum);
  const bound = `${boundWord(small, issue)} ${limit}`;
  if (typeof value === "number") {
    return { code: "invalid-value", text: `is ${describeValue(value, path)}, must be ${bound}` };
  }
  if (small && limit === 1) return { code: "invalid-value", text: "must not be empty" };
  const [one, several] = issue.origin === "string" ? ["character", "characters"] : ["entry", "entries"];
  return { code: "invalid-value", text: `must have ${bound} ${limit === 1 ? one : several}` };
}

function boundWord(small: boolean, issue: { exact?: boolean; inclusive?: boolean }): string {
  if (issue.exact === true) return "exactly";
  if (issue.inclusive === false) return small ? "more than" : "less than";
  return small ? "at least" : "at most";
}

/** Says that a text has not the form it must have. */
export function wrongFormat(issue: z.core.$ZodIssueInvalidStringFormat, value: unknown, path: Path): Message {
  return { code: "invalid-value", text: `is ${describeValue(value, path)}, must ${formOf(issue)}` };
}

function formOf(issue: z.core.$ZodIssueInvalidStringFormat): string {
  const part = issue as Partial<Record<"prefix" | "suffix" | "includes", string>>;
  switch (issue.format) {
    case "regex":
      return `be text of the form ${issue.pattern}`;
    case "starts_with":
      return `start with ${JSON.stringify(part.prefix)}`;
    case "ends_with":
      return `end with ${JSON.stringify(part.suffix)}`;
    case "includes":
      return `contain ${JSON.stringify(part.includes)}`;
    default:
      return `be a valid ${issue.format}`;
  }
}

/** Says what the schema's author wrote. */
export function authored(message: string): Message {
  return { code: "invalid-value", text: message };
}

/** Says that a value is not valid, where nothing more is known. */
export function notValid(value: unknown): Message {
  return { code: "invalid-value", text: `is ${describeType(value)} that is not valid here` };
}
