import { Command } from "commander";
import { columns } from "../columns";
import { json, outputOption } from "../output";
import { ClusterConfiguration } from "./configuration";
import { clusterCells, clusterRows } from "./rows";

/** `flotilla cluster list`. */
export function listCommand(): Command {
  return new Command("list")
    .alias("ls")
    .description("List the clusters of the current stack: the hub, then the others, newest first.")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla cluster list")
    .action(({ output }: { output: string }) => {
      const configuration = ClusterConfiguration.read();
      const rows = clusterRows(configuration.clusters, (cluster) => configuration.kubeconfig(cluster));
      process.stdout.write(output === "json" ? json(rows) : columns(clusterCells(rows)));
    });
}
