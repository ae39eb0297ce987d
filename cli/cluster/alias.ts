import { Command } from "commander";
import { ClusterConfiguration } from "./configuration";

/** `flotilla cluster alias`. */
export function aliasCommand(): Command {
  return new Command("alias")
    .description("Give a cluster a second name for people. Policies do not know it.")
    .argument("<cluster>", "the cluster")
    .argument("<alias>", "any text; an empty one removes it")
    .addHelpText("after", '\nExample:\n  flotilla cluster alias beijing-1 "Beijing, first zone"')
    .action((cluster: string, alias: string) => {
      const configuration = ClusterConfiguration.read();
      configuration.set(configuration.indexOf(cluster), { alias });
      process.stdout.write(`Alias cluster ${cluster} as ${alias}.\n`);
    });
}
