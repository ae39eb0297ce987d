import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadTypes } from "../../cli/load-types";

const ROOT = resolve(__dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "flotilla-types-"));

afterAll(() => rmSync(folder, { recursive: true }));

function moduleFile(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe("loadTypes", () => {
  it("has the built-in types without a module", () => {
    expect(loadTypes(undefined).types.components.has("webservice")).toBe(true);
  });

  it("says that a file is missing", () => {
    expect(() => loadTypes("nope.ts")).toThrow("nope.ts: error: there is no such file (check the path)");
  });

  it("says that there is no default export", () => {
    const file = moduleFile("named.cjs", "exports.components = [];");
    expect(() => loadTypes(file)).toThrow(
      `${file}: error: the module has no default export (end it with \`export default { components: [...], traits: [...] }\`)`,
    );
  });

  it("says why and where a module fails, without the modules that wanted it", () => {
    const throwing = moduleFile("throwing.cjs", "\n  null.x");
    expect(() => loadTypes(throwing)).toThrow(
      `${throwing}:2:8: error: the module cannot be loaded: Cannot read properties of null (reading 'x')`,
    );
    const lost = moduleFile("lost.cjs", "require('flotilla-nowhere')");
    expect(() => loadTypes(lost)).toThrow(/error: the module cannot be loaded: Cannot find module 'flotilla-nowhere'$/);
  });

  it("says which entry is no type", () => {
    const file = moduleFile("entry.cjs", "exports.default = { traits: [{}] };");
    expect(() => loadTypes(file)).toThrow("default.traits[0].apply: apply must be a function");
  });
});

it("flotilla plan --types reads a TypeScript module", () => {
  const args = ["plan", "--file", "app.yaml", "--types", "types.ts", "--clusters", "../clusters.yaml"];
  const cli = ["--import", require.resolve("tsx"), join(ROOT, "cli/main.ts")];
  const cwd = join(ROOT, "examples/own-types");
  const table = execFileSync(process.execPath, [...cli, ...args], { cwd, encoding: "utf8" });
  expect(table.split("\n").filter((line) => line.includes("Deployment/sessions, Service/sessions"))).toHaveLength(3);
}, 30_000);
