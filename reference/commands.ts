import type { Argument, Command, Option } from "commander";
import { EXIT_CODES } from "../cli/exit-codes";
import { pathOf } from "../cli/program";
import { tableOf } from "./pages";

/** Every command below one, each before those below it; without `help`, which commander adds itself. */
export function commandsBelow(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...commandsBelow(one)]);
}

/** The examples at the end of a command's help, a line each. */
export function examplesOf(command: Command): string[] {
  let help = "";
  const output = command.configureOutput();
  command.configureOutput({ ...output, writeOut: (text) => (help += text) });
  command.outputHelp();
  command.configureOutput(output);
  const [, examples = ""] = help.split(/^Examples?:\n/m);
  return examples.split("\n").flatMap((line) => (line.startsWith("  ") ? [line.slice(2)] : []));
}

/** The page of all commands. */
export function commandsPage(program: Command): string {
  const all = commandsBelow(program);
  const overview = all
    .filter((command) => command.commands.length === 0)
    .map((command) => [`[\`${pathOf(command)}\`](#${anchorOf(command)})`, cell(command.description())]);
  return [
    "# Commands",
    "<!-- Written by `npm run docs` from the commands; do not edit. -->",
    "`npx flotilla <command>`, in a checkout. Every command says the same with `--help`.",
    tableOf(["Command", "What it does"], overview),
    "## Habits",
    ...HABITS,
    "## Exit codes",
    tableOf(
      ["Code", "Meaning"],
      Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]),
    ),
    "`flotilla exec` exits with what its command exits with, once that runs.",
    ...all.flatMap(section),
    "",
  ].join("\n\n");
}

const HABITS = [
  [
    "- Results go to standard output, warnings and errors to standard error. `--output json` prints one JSON document.",
    "- Colours are for terminals. `NO_COLOR=1` switches them off, `FORCE_COLOR=1` on, also for pipes.",
    "- What takes long is told on a terminal, on standard error, and is gone when it is done: not in pipes, with `CI` or with `NO_COLOR`.",
    "- Completion in a shell: `alias flotilla='npx flotilla'; source <(flotilla completion bash)`, and `zsh` and `fish` in the same way.",
    "- Nothing is asked unless both ends are a terminal; in scripts, a choice that is left open is an error that lists the choices.",
  ].join("\n"),
];

function section(command: Command): string[] {
  const { registeredArguments, options } = command;
  const rows = [...registeredArguments.map(argumentRow), ...options.map(optionRow)];
  return [
    `## ${pathOf(command)}`,
    cell(command.description()),
    `\`\`\`text\n${pathOf(command)} ${command.usage()}\n\`\`\``,
    ...(rows.length === 0 ? [] : [tableOf(["Argument or option", "Meaning", "Default"], rows)]),
    "Examples:",
    `\`\`\`sh\n${examplesOf(command).join("\n")}\n\`\`\``,
  ];
}

function argumentRow(argument: Argument): string[] {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return [`\`${argument.required ? `<${name}>` : `[${name}]`}\``, ...meaning(argument)];
}

function optionRow(option: Option): string[] {
  return [`\`${option.flags}\``, ...meaning(option)];
}

function meaning({ description, argChoices, defaultValue, defaultValueDescription }: Argument | Option): string[] {
  const choices = argChoices === undefined ? "" : ` (${argChoices.join(", ")})`;
  const empty = defaultValue === undefined || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return [`${cell(description)}${choices}`, empty ? "" : `\`${defaultValueDescription ?? String(defaultValue)}\``];
}

function anchorOf(command: Command): string {
  return pathOf(command).replaceAll(" ", "-");
}

/** Neither the end of a cell nor a tag. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "\\<");
}
