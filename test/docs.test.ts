import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { program } from "../cli/program";
import { EXCUSED } from "./e2e/docs/excused";
import { STORY } from "./e2e/docs/story";
import { blocksIn, shownCommands, userPages } from "./support/shown-commands";

const ROOT = resolve(__dirname, "..");
const PAGES = [join(ROOT, "README.md"), ...pagesIn(join(ROOT, "docs")), ...pagesIn(join(ROOT, "examples"))];

function pagesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return pagesIn(path);
    return entry.name.endsWith(".md") ? [path] : [];
  });
}

/** Every `flotilla` command in a page's blocks of shell commands, and between backticks. */
function commandsIn(page: string): string[] {
  const text = readFileSync(page, "utf8");
  const lines = blocksIn(text).flatMap(({ language, block }) =>
    ["sh", "shell", "console"].includes(language) ? block.split("\n") : [],
  );
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  const found = [...lines, ...inline].map((line) => /(?:^|\$ |&& |\| )(?:npx )?flotilla (\S.*)/.exec(line)?.[1] ?? "");
  return found
    .map((line) => line.replace(/\s+#.*$/, "").replace(/\s+(&&|\||>).*$/, ""))
    .filter((line) => /^[a-z]/.test(line));
}

/** What is wrong with a command line as far as the commands' own definitions tell. */
function problemOf(line: string): string | undefined {
  const words = line.split(/\s+/);
  let command: Command = program();
  let rest = words;
  for (;;) {
    const next = command.commands.find((one) => one.name() === rest[0]);
    if (next === undefined) break;
    [command, rest] = [next, rest.slice(1)];
  }
  if (command.parent === null) return `there is no command ${words[0]}`;
  const own = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  const known = ["--help", ...command.options.flatMap(({ long, short }) => [long, short])];
  const unknown = own.find((word) => word.startsWith("--") && !known.includes(word.split("=")[0]));
  return unknown === undefined ? undefined : `${command.name()} has no option ${unknown}`;
}

const SHOWN = userPages().flatMap(shownCommands);
const TOLD = STORY.flatMap(({ plays }) => plays.map(({ run }) => run));

describe("the documentation", () => {
  it("shows only commands that its end-to-end test runs, or that are excused from it", () => {
    const known = [...TOLD, ...EXCUSED.map(({ run }) => run)];
    const unknown = SHOWN.filter(({ command }) => !known.includes(command));
    expect(unknown.map(({ page, command }) => `${page}: ${command}`)).toEqual([]);
  });

  it("shows everything that its end-to-end test runs, or that is excused from it", () => {
    const shown = SHOWN.map(({ command }) => command);
    expect(TOLD.filter((run) => !shown.includes(run))).toEqual([]);
    expect(EXCUSED.filter(({ run }) => !shown.includes(run) || TOLD.includes(run))).toEqual([]);
  });

  it.each(EXCUSED.filter(({ by }) => by !== undefined))("$run is run elsewhere", ({ by }) => {
    expect(readFileSync(join(ROOT, by?.file ?? ""), "utf8")).toContain(by?.has);
  });

  it.each(PAGES.map((page) => relative(ROOT, page)))("%s says of every block of commands that it is one", (page) => {
    const blocks = blocksIn(readFileSync(join(ROOT, page), "utf8"));
    const hidden = blocks.filter(
      ({ language, block }) => language === "" && /^(npx|npm|pulumi|flotilla) /m.test(block),
    );
    expect(hidden).toEqual([]);
  });

  it.each(PAGES.map((page) => relative(ROOT, page)))("%s refers only to what is there", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8").replace(/```[\s\S]*?```/g, "");
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = ""]) => target);
    const broken = links.filter((link) => !/^[a-z]+:/.test(link) && !existsSync(join(ROOT, dirname(page), link)));
    expect(broken).toEqual([]);
  });

  it.each(PAGES.map((page) => relative(ROOT, page)))(
    "%s shows only commands that exist, with options that they have",
    (page) => {
      const problems = commandsIn(join(ROOT, page)).flatMap((line) => problemOf(line) ?? []);
      expect(problems).toEqual([]);
    },
  );

  it("shows commands at all", () => {
    expect(PAGES.flatMap(commandsIn).length).toBeGreaterThan(40);
  });
});
