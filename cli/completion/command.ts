import { Argument, Command } from "commander";
import { namesOf, readClusters } from "../cluster/known";
import { readOutputs } from "../outputs";
import { bashScript, zshScript } from "./bash";
import { fishScript } from "./fish";
import { type CommandSpec, completionSpec, NAMES, type Names } from "./spec";

const SCRIPTS: Readonly<Record<string, (specs: readonly CommandSpec[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `flotilla completion`. */
export function completionCommand(): Command {
  const command = new Command("completion")
    .description("Print a script that completes commands, options and names in a shell; or the names, for that script.")
    .addArgument(
      new Argument("<what>", "the shell; or the names that the current stack knows").choices([
        ...Object.keys(SCRIPTS),
        ...NAMES,
      ]),
    )
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  source <(flotilla completion bash)",
        "  source <(flotilla completion zsh)",
        "  flotilla completion fish | source",
      ].join("\n"),
    );
  return command.action(async (what: string) => {
    const script = SCRIPTS[what];
    if (script !== undefined && command.parent !== null) process.stdout.write(script(completionSpec(command.parent)));
    else process.stdout.write((await names(what as Names)).map((name) => `${name}\n`).join(""));
  });
}

async function names(what: Names): Promise<string[]> {
  if (what === "clusters") return namesOf((await readClusters()).known);
  const { steps } = readOutputs();
  return [...new Set(steps.map((one) => (what === "steps" ? one.step : one.application)))];
}
