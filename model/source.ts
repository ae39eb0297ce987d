import { type Finding, formatPath, type Path } from "./findings";
import { isObject, type Json } from "./json";

/** 1-based line and column in a file. */
export interface Position {
  line: number;
  column: number;
}

/** One document of a file, as data and with the places its values were written at. */
export interface SourceDocument {
  /** The file as the user named it. */
  file: string;
  value: Json;
  /**
   * Position of the value at `path`, or of its nearest ancestor that exists. Of the key, when `what` is "key". Undefined
   * when the data was not read from a text.
   */
  locate(path: Path, what?: "key" | "value"): Position | undefined;
  /** Whether something was written at `path`. */
  has(path: Path): boolean;
}

/** Where a part of the model was written; findings about it point there. */
export interface Origin {
  source: SourceDocument;
  path: Path;
}

/**
 * A finding about `path` inside something that was written at `origins`. When several documents or entries made it
 * (a component and the overrides merged into it), the last one that wrote the path is named.
 */
export function findingAt(
  origins: readonly Origin[],
  path: Path,
  finding: Pick<Finding, "severity" | "code" | "message" | "hint">,
  what: "key" | "value" = "value",
): Finding {
  const origin = writerOf(origins, path);
  if (origin === undefined) return finding;
  const full = [...origin.path, ...path];
  return { ...finding, file: origin.source.file, ...origin.source.locate(full, what), path: formatPath(full) };
}

/** What was written at an origin; undefined when nothing was. */
export function valueAt({ source, path }: Origin): Json | undefined {
  let value: Json | undefined = source.value;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** Of several origins the last one that wrote `path`, or else the first. */
export function writerOf(origins: readonly Origin[], path: Path): Origin | undefined {
  return origins.findLast((o) => o.source.has([...o.path, ...path])) ?? origins[0];
}
