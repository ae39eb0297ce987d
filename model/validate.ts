import type { z } from "zod";
import type { Finding, Path } from "./findings";
import type { JsonObject } from "./json";
import type { Origin } from "./source";
import { droppedFields } from "./validation/dropped";
import { type Checked, PLAIN_ISSUES, unknownField, zodFindings } from "./validation/issues";
import { expectedAt } from "./validation/shape";

/** What a schema says about a value: the parsed value, unless there are errors, and everything worth telling. */
export interface CheckResult<T> {
  value?: T;
  findings: Finding[];
}

/**
 * Checks a value that was written at `at` below `origins`. Errors come from the schema; what a strict schema does not know
 * is an error at the key.
 */
export function checkValue<T>(
  schema: z.ZodType<T>,
  value: unknown,
  origins: readonly Origin[],
  at: Path = [],
): CheckResult<T> {
  const result = schema.safeParse(value, PLAIN_ISSUES);
  if (result.success) return { value: result.data, findings: [] };
  return { findings: zodFindings(result.error.issues, { schema, value, origins, at }) };
}

/**
 * Checks the properties of a component, trait or policy. Like `checkValue`; in addition, fields that the schema drops are
 * warnings at the key, because they would have no effect.
 */
export function checkProperties<P>(
  schema: z.ZodType<P>,
  properties: JsonObject,
  origins: readonly Origin[],
  at: Path,
): CheckResult<P> {
  const { value, findings } = checkValue(schema, properties, origins, at);
  if (value === undefined) return { findings };
  return { value, findings: ignoredFields(value, { schema, value: properties, origins, at }) };
}

function ignoredFields(output: unknown, checked: Checked): Finding[] {
  return droppedFields(checked.value, output)
    .filter((path) => !isConsumed(path, checked.schema))
    .map((path) => unknownField(path, "warning", checked));
}

/** Whether a transformation of the schema has taken a field that the schema knows. */
function isConsumed(path: Path, schema: z.core.$ZodType): boolean {
  const { keys, transformed } = expectedAt(schema, path.slice(0, -1));
  return transformed && keys.includes(String(path.at(-1)));
}
