import type { CommandSpec, OptionSpec, Values } from "./spec";

/** Completion for fish, as a script. Only names that the stack knows need a run of `flotilla`. */
export function fishScript(specs: readonly CommandSpec[]): string {
  const paths = specs.flatMap(({ path }) => (path === "" ? [] : [quoted(path)]));
  return `# flotilla completion for fish. Use it with: flotilla completion fish | source
function __flotilla_at
    set -l at ""
    for word in (commandline -opc)[2..-1]
        if contains -- "$at $word" ${paths.join(" ")}
            set at "$at $word"
        end
    end
    test "$at" = "$argv[1]"
end
complete -c flotilla -f
${specs.flatMap(lines).join("\n")}
`;
}

function lines({ path, commands, options, values }: CommandSpec): string[] {
  const at = `complete -c flotilla -n ${quoted(`__flotilla_at '${path}'`)}`;
  return [
    ...commands.map(({ name, description }) => `${at} -a ${name} -d ${quoted(description)}`),
    ...values.map((one) => `${at} ${valueFlags(one)}`),
    ...options.map((option) => `${at} ${optionFlags(option)}`),
  ];
}

function optionFlags({ long, short, description, values }: OptionSpec): string {
  const flags = [
    ...(long === undefined ? [] : [`-l ${long.replace(/^--/, "")}`]),
    ...(short === undefined ? [] : [`-s ${short.replace(/^-/, "")}`]),
    ...(values === undefined ? [] : [`-r ${valueFlags(values)}`]),
  ];
  return `${flags.join(" ")} -d ${quoted(description)}`;
}

function valueFlags(values: Values): string {
  if ("words" in values) return `-a ${quoted(values.words.join(" "))}`;
  return "names" in values ? `-a '(flotilla completion ${values.names} 2>/dev/null)'` : "-F";
}

/** In double quotes, fish takes only these for more than they are. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"$]/g, "\\$&")}"`;
}
