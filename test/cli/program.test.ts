import { afterEach, describe, expect, it, vi } from "vitest";
import { program } from "../../cli/program";
import { commandsBelow } from "../../reference/commands";

/** What somebody sees on standard error who types something wrong. */
async function refused(...args: string[]): Promise<string> {
  let shown = "";
  const flotilla = program();
  for (const command of [flotilla, ...commandsBelow(flotilla)]) {
    command.exitOverride().configureOutput({ writeErr: (text) => (shown += text) });
  }
  await expect(flotilla.parseAsync(args, { from: "user" })).rejects.toMatchObject({ exitCode: 1 });
  return shown;
}

describe("flotilla", () => {
  const stdout = vi.spyOn(process.stdout, "write");
  afterEach(() => {
    expect(stdout).not.toHaveBeenCalled();
  });

  it.each([
    [["stauts"], "error: unknown command 'stauts'\n(Did you mean status?)"],
    [["cluster", "lits"], "error: unknown command 'lits'\n(Did you mean list?)"],
    [["status", "--clutser", "c1"], "error: unknown option '--clutser'\n(Did you mean --cluster?)"],
    [["cluster", "labels", "add", "c1"], "error: missing required argument 'labels'"],
    [["cluster", "labels", "add", "c1"], "(flotilla cluster labels add --help says more)"],
    [["plan", "--file", "a.yaml", "--output", "xml"], "Allowed choices are json, yaml, table, mermaid."],
  ])("%j is refused with what to do", async (args, message) => {
    expect(await refused(...args)).toContain(message);
  });
});
