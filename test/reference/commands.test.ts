import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { pathOf, program } from "../../cli/program";
import { commandsBelow, commandsPage, examplesOf } from "../../reference/commands";

const root = program();
const all = [root, ...commandsBelow(root)].map((command) => ({ path: pathOf(command), command }));

/** Commands that do something; all others read, and print what they read. */
const DOING = [
  "flotilla cluster accept",
  "flotilla cluster alias",
  "flotilla cluster detach",
  "flotilla cluster join",
  "flotilla cluster labels add",
  "flotilla cluster labels del",
  "flotilla cluster rename",
  "flotilla cluster rotate",
  "flotilla cluster unwait",
  "flotilla completion",
  "flotilla exec",
  "flotilla port-forward",
  "flotilla revisions restore",
  "flotilla fleet destroy",
  "flotilla fleet up",
  "flotilla revisions unpin",
  "flotilla up",
  "flotilla workflow restart",
  "flotilla workflow resume",
  "flotilla workflow rollback",
  "flotilla workflow terminate",
];

const reading = all.filter(({ path, command }) => command.commands.length === 0 && !DOING.includes(path));

describe.each(all)("$path", ({ path, command }) => {
  it("says what it does and what everything it takes means", () => {
    const { registeredArguments, options } = command;
    const told = [command, ...registeredArguments.map((one) => ({ description: () => one.description }))];
    const taken = options.map((one) => ({ description: () => one.description }));
    expect([...told, ...taken].map((one) => one.description())).not.toContain("");
  });

  it("has examples, of commands that there are", () => {
    const examples = examplesOf(command).filter((line) => !line.startsWith("#"));
    expect(examples).not.toEqual([]);
    for (const example of examples) expect(example).toMatch(new RegExp(`(^|[\\s<(])${path}( |$)`));
  });
});

it.each(reading)("$path prints JSON when asked to", ({ command }) => {
  const output = command.options.find(({ long }) => long === "--output");
  expect(output?.argChoices).toContain("json");
  expect(output?.short).toBe("-o");
});

it("knows the commands that do something", () => {
  const paths = all.map(({ path }) => path);
  expect(DOING.filter((path) => !paths.includes(path))).toEqual([]);
});

it("the page of all commands is up to date; `npm run docs` writes it", () => {
  expect(readFileSync(resolve(__dirname, "../../docs/cli.md"), "utf8")).toBe(commandsPage(program()));
});
