import type { Argument, Command, Option } from "commander";

/** Names that only the current stack knows. */
export const NAMES = ["clusters", "applications", "steps"] as const;

export type Names = (typeof NAMES)[number];

/** What a value may be: one of some words, names that the stack knows, or a file. */
export type Values = { words: readonly string[] } | { names: Names } | { files: true };

/** One command, as completion sees it. */
export interface CommandSpec {
  /** The words after `flotilla`, each with a space before it: ` cluster list`; empty for `flotilla` itself. */
  path: string;
  commands: { name: string; description: string }[];
  options: OptionSpec[];
  /** What its arguments may be, without repetitions. */
  values: Values[];
}

/** One option. */
export interface OptionSpec {
  long?: string | undefined;
  short?: string | undefined;
  description: string;
  /** What its value may be; undefined when it takes none. */
  values?: Values | undefined;
}

/** All commands, outer ones first. */
export function completionSpec(command: Command, path = ""): CommandSpec[] {
  const { commands, options, registeredArguments } = command;
  const values = registeredArguments.map((argument) => valuesOf(argument, argument.name()));
  const own = {
    path,
    commands: commands.map((one) => ({ name: one.name(), description: one.description() })),
    options: [...options.map(optionSpec), { long: "--help", short: "-h", description: "display help for command" }],
    values: [...new Map(values.map((one) => [JSON.stringify(one), one])).values()],
  };
  return [own, ...commands.flatMap((one) => completionSpec(one, `${path} ${one.name()}`))];
}

function optionSpec(option: Option): OptionSpec {
  const { long, short, description, required, optional } = option;
  const values = required || optional ? valuesOf(option, option.name()) : undefined;
  return { long, short, description, values };
}

/** Words where there are choices; else its name says what it is. */
function valuesOf({ argChoices }: Argument | Option, name: string): Values {
  if (argChoices !== undefined) return { words: argChoices };
  const names = NAMES.find((one) => one === `${name}s`);
  return names === undefined ? { files: true } : { names };
}
