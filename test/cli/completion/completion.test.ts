import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bashScript, zshScript } from "../../../cli/completion/bash";
import { fishScript } from "../../../cli/completion/fish";
import { completionSpec } from "../../../cli/completion/spec";
import { program } from "../../../cli/program";

const specs = completionSpec(program());
const script = bashScript(specs);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "flotilla-completion-"));
  writeFileSync(join(folder, "app.yaml"), "");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers for the last of some words. A stand-in for `flotilla` knows the names. */
function offered(...words: string[]): string[] {
  const line = ["flotilla", ...words].map((word) => `'${word}'`).join(" ");
  const asked = `flotilla() { echo "known-$2"; }
${script}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _flotilla; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-c", asked], { cwd: folder, encoding: "utf8" });
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.split("\n").filter((word) => word !== "");
}

describe("completion in bash", () => {
  it.each([
    [["sta"], ["status"]],
    [["cluster", "re"], ["rename"]],
    [
      ["cluster", "labels", ""],
      ["add", "del", "--help"],
    ],
    [["status", "--tr"], ["--tree"]],
    [
      ["status", "--output", ""],
      ["text", "json"],
    ],
    [["status", "-o", "j"], ["json"]],
    [["status", "--cluster", ""], ["known-clusters"]],
    [["status", "known"], ["known-applications"]],
    [["cluster", "detach", "known"], ["known-clusters"]],
    [
      ["workflow", "resume", "shop", "known"],
      ["known-applications", "known-steps"],
    ],
    [["plan", "--file", ""], ["app.yaml"]],
    [["completion", "f"], ["fish"]],
    [["nothing-like-it", "--"], ["--help"]],
  ])("of %j offers %j", (words, expected) => {
    const found = offered(...words);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found.filter((word) => !expected.includes(word))).toEqual([]);
  });
});

it("zsh gets bash's script, after what makes it understand that", () => {
  expect(zshScript(specs)).toMatch(
    /^#.+zsh.+\nautoload.+\nautoload -U \+X bashcompinit && bashcompinit\n_flotilla\(\) \{/,
  );
});

it("fish gets one line for each command, option and argument", () => {
  const lines = fishScript(specs).split("\n");
  expect(lines).toContain(
    `complete -c flotilla -n "__flotilla_at ' cluster'" -a list -d "List the clusters of the current stack: the hub, then the others, newest first."`,
  );
  expect(lines).toContain(
    `complete -c flotilla -n "__flotilla_at ' status'" -l output -s o -r -a "text json" -d "how to print"`,
  );
  expect(lines).toContain(
    `complete -c flotilla -n "__flotilla_at ' status'" -a '(flotilla completion applications 2>/dev/null)'`,
  );
});

it("fish takes descriptions as they are", () => {
  const odd = completionSpec(new Command("flotilla").option("--odd", 'costs "$5" \\ more'));
  expect(fishScript(odd)).toContain('-l odd -d "costs \\"\\$5\\" \\\\ more"');
});
