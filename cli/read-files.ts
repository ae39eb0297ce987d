import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import type { TextFile } from "../model/documents";
import { type Finding, InputError } from "../model/findings";

/** The largest file that is read; an Application has a few kilobytes. */
const MAX_BYTES = 10 * 1024 * 1024;

const DOCUMENT_NAME = /\.(?:ya?ml|json)$/;

/**
 * Reads files of documents. A path is a file, a folder (its `*.yaml`, `*.yml` and `*.json`, sorted by name, not those of
 * folders in it) or `-` for the standard input.
 *
 * @throws InputError with everything that cannot be read
 */
export function readFiles(paths: readonly string[]): TextFile[] {
  const findings: Finding[] = [];
  const files = paths.flatMap((path) => {
    try {
      return namesOf(path).map(readText);
    } catch (error) {
      findings.push(unreadable(path, error));
      return [];
    }
  });
  if (findings.length > 0) throw new InputError(findings);
  return files;
}

function namesOf(path: string): string[] {
  if (path === "-" || !statSync(path).isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => DOCUMENT_NAME.test(name));
  if (names.length === 0)
    throw new Unreadable(path, "the folder has no .yaml, .yml or .json files", "name a file in it");
  return names.sort().map((name) => checked(path, name));
}

/** A file of a folder. Nobody has named it, so it must be a file of that folder and not a link to one elsewhere. */
function checked(folder: string, name: string): string {
  const path = join(folder, name);
  if (!realpathSync(path).startsWith(join(realpathSync(folder), sep))) {
    throw new Unreadable(path, "the symbolic link leads outside of its folder", "replace it by the file itself");
  }
  if (!statSync(path).isFile()) throw new Unreadable(path, "is no file", "rename or remove it");
  return path;
}

function readText(path: string): TextFile {
  const fromInput = path === "-";
  const file = fromInput ? "<stdin>" : path;
  if (!fromInput && statSync(path).size > MAX_BYTES) throw tooLarge(file);
  const bytes = readFileSync(fromInput ? 0 : path);
  if (bytes.length > MAX_BYTES) throw tooLarge(file);
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new Unreadable(file, "the file is not UTF-8 text", "is it the right file?");
  }
}

function tooLarge(file: string): Unreadable {
  return new Unreadable(file, "the file is larger than 10 MB", "split it, or check that it is the right file");
}

/** A file that is there but cannot be used. */
class Unreadable extends Error {
  constructor(
    readonly file: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

function unreadable(path: string, error: unknown): Finding {
  const finding = { severity: "error", code: "file-not-found", file: path } as const;
  if (error instanceof Unreadable) return { ...finding, file: error.file, message: error.message, hint: error.hint };
  const reason = error instanceof Error && "code" in error ? String(error.code) : "";
  if (reason === "ENOENT") return { ...finding, message: "there is no such file or folder", hint: "check the path" };
  return { ...finding, message: `the file cannot be read: ${reason}`, hint: "check its permissions" };
}
