import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../tools/paths";

const dir = mkdtempSync(join(tmpdir(), "flotilla-transpiler-"));
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs a file as Pulumi does: with ts-node and the project's settings. */
function run(name: string, text: string) {
  const file = join(dir, name);
  writeFileSync(file, text);
  const register = `require("ts-node").register({ project: "tsconfig.json" })`;
  const script = `${register}; console.log(JSON.stringify(require(${JSON.stringify(file)})))`;
  return spawnSync(process.execPath, ["-e", script], { cwd: PROJECT_ROOT, encoding: "utf8" });
}

describe("the transpiler of Pulumi programs", () => {
  it("runs TypeScript that exports one value, and does not check types", () => {
    const { stdout, stderr } = run("wrong-type.ts", "const text: string = 1;\nexport = { text };\n");
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ text: 1 });
  });

  it("tells errors with the line of the source", () => {
    const { stderr } = run(
      "throws.ts",
      "interface Gone {\n  a: 1;\n}\n\nthrow new Error('here');\nexport type { Gone };\n",
    );
    expect(stderr).toContain("throws.ts:5:7");
  });
});
