import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { type Finding, InputError } from "../model/findings";
import { isObject } from "../model/json";
import { type CheckedTypes, checkOwnTypes } from "../workloads/own-types";
import { typeRegistry } from "../workloads/registry";

/**
 * The built-in types and those of a module, which may be TypeScript wherever this program itself runs from TypeScript. Its
 * default export is `{ components?, traits?, steps?, checks? }`, see `OwnTypes`.
 *
 * @param path from the working directory; without one there are only the built-in types
 * @throws InputError when the module cannot be loaded or exports something else
 */
export function loadTypes(path: string | undefined): CheckedTypes {
  if (path === undefined) return { types: typeRegistry(), checks: [], warnings: [] };
  const exports = load(path);
  if (!isObject(exports) || exports.default === undefined) {
    const hint = "end it with `export default { components: [...], traits: [...] }`";
    throw mistake(path, { code: "missing-field", message: "the module has no default export", hint });
  }
  return { ...checkOwnTypes(exports.default, path), module: resolve(path) };
}

function load(path: string): unknown {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw mistake(path, { code: "file-not-found", message: "there is no such file", hint: "check the path" });
  }
  try {
    return createRequire(__filename)(file);
  } catch (error) {
    const message = `the module cannot be loaded: ${reasonOf(error)}`;
    throw mistake(path, { code: "invalid-module", message, ...placeOf(error, file) });
  }
}

/** What the error says, on one line; where a module was required from is left out. */
function reasonOf(error: unknown): string {
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\nRequire stack:");
  return reason
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

/** The innermost place in a file that an error came through. */
export function placeOf(error: unknown, file: string): Pick<Finding, "line" | "column"> {
  const [, after = ""] = String(error instanceof Error ? error.stack : "").split(`${file}:`);
  const [, line, column] = /^(\d+):(\d+)/.exec(after) ?? [];
  return line === undefined ? {} : { line: Number(line), column: Number(column) };
}

function mistake(file: string, finding: Omit<Finding, "severity" | "file">): InputError {
  return new InputError([{ severity: "error", file, ...finding }]);
}
