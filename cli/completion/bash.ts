import type { CommandSpec, Values } from "./spec";

/** Completion for bash, as a script. Only names that the stack knows need a run of `flotilla`. */
export function bashScript(specs: readonly CommandSpec[]): string {
  const paths = specs.flatMap(({ path }) => (path === "" ? [] : [quoted(path)]));
  return `# flotilla completion for bash. Use it with: source <(flotilla completion bash)
_flotilla() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" at="" words="" files="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${paths.join(" | ")}) at="$at \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at $prev" in
${specs.flatMap(optionCases).join("\n")}
    *)
      case "$at" in
${specs.map(commandCase).join("\n")}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n "$files" ]]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _flotilla flotilla
`;
}

/** The same for zsh, which understands bash's. */
export function zshScript(specs: readonly CommandSpec[]): string {
  const [, ...script] = bashScript(specs).split("\n");
  return [
    "# flotilla completion for zsh. Use it with: source <(flotilla completion zsh)",
    "autoload -U +X compinit && compinit",
    "autoload -U +X bashcompinit && bashcompinit",
    ...script,
  ].join("\n");
}

function optionCases({ path, options }: CommandSpec): string[] {
  return options.flatMap(({ long, short, values }) => {
    if (values === undefined) return [];
    const flags = [long, short].flatMap((flag) => (flag === undefined ? [] : [quoted(`${path} ${flag}`)]));
    return [`    ${flags.join(" | ")}) ${assignment([values])} ;;`];
  });
}

function commandCase({ path, commands, options, values }: CommandSpec): string {
  const words = [...commands.map(({ name }) => name), ...options.flatMap(({ long }) => long ?? [])];
  return `        ${quoted(path)}) ${assignment([{ words }, ...values])} ;;`;
}

function assignment(values: readonly Values[]): string {
  const words = values.flatMap((one) => {
    if ("words" in one) return one.words;
    return "names" in one ? [`$(flotilla completion ${one.names} 2>/dev/null)`] : [];
  });
  const files = values.some((one) => "files" in one) ? "; files=1" : "";
  return `words="${words.join(" ")}"${files}`;
}

function quoted(text: string): string {
  return `"${text}"`;
}
