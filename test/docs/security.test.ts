import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { program } from "../../cli/program";

const ROOT = join(__dirname, "../..");
const PAGE = readFileSync(join(ROOT, "docs/security.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "flotilla-security-"));

afterAll(() => rmSync(folder, { recursive: true }));

/** The first block of that language. */
function block(language: string): string {
  return new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(PAGE)?.[1] ?? "";
}

it("shows the rights that its Application needs", async () => {
  const file = join(folder, "app.yaml");
  writeFileSync(file, block("yaml"));
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  await program().parseAsync(["rbac", "--file", file, "--subject", "user:pipeline", "--output", "json"], {
    from: "user",
  });
  write.mockRestore();
  expect(JSON.parse(block("json"))).toEqual(JSON.parse(printed.join("")));
});

it("names tests that there are", () => {
  const named = PAGE.match(/test\/[\w/-]+\.test\.ts/g) ?? [];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
});
