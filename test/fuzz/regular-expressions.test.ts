import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSafePattern } from "redos-detector";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const ROOT = join(__dirname, "../..");
const FOLDERS = ["model", "plan", "policies", "workloads", "sources", "components", "cli", "rbac"];

function sources(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
}

/**
 * The detector counts in how many ways a text can be split. In these there are two or three at each place and no more with a longer
 * text, because each part ends at a character that it cannot have itself, and they start at one place only.
 */
const LINEAR = [
  "^(\\d+h)?(\\d+m)?(\\d+s)?$",
  "[^.[\\]]+|\\[[^[\\]]+\\]",
  "^(?:[a-z0-9.-]+\\/)?[a-z0-9]+$",
  "^(\\d*:)?(\\d+)$",
];

/** Every regular expression in flotilla's own sources. */
function expressions(): { place: string; pattern: string; flags: string }[] {
  return FOLDERS.flatMap(sources).flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.Latest);
    const found: { place: string; pattern: string; flags: string }[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf("/");
        const place = `${file}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
        found.push({ place, pattern: node.text.slice(1, end), flags: node.text.slice(end + 1) });
      }
      node.forEachChild(visit);
    };
    visit(source);
    return found;
  });
}

describe("regular expressions", () => {
  const all = expressions();

  it("are found, and a bad one would be", () => {
    expect(all.length).toBeGreaterThan(40);
    expect(isSafePattern("^(a+)+$").safe).toBe(false);
  });

  it("cannot be made to take more than linear time by a text", () => {
    const slow = all.filter(({ pattern, flags }) => {
      // The detector does not read classes of Unicode, which stand alone here.
      if (pattern.includes("\\p{") || LINEAR.includes(pattern)) return false;
      return !isSafePattern(pattern, { unicode: flags.includes("u"), caseInsensitive: flags.includes("i") }).safe;
    });
    expect(slow).toEqual([]);
  });
});
