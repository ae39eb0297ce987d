import { Command } from "commander";
import { columns } from "../columns";
import { json, outputOption } from "../output";
import { printWarnings } from "../report";
import { ClusterConfiguration } from "./configuration";
import { readJoining } from "./joining";
import { clusterCells, clusterRows } from "./rows";

/** `flotilla cluster list`. */
export function listCommand(): Command {
  return new Command("list")
    .alias("ls")
    .description("List the clusters of the current stack: the hub, then the others, newest first.")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla cluster list")
    .action(async ({ output }: { output: string }) => {
      const configuration = ClusterConfiguration.read();
      const { joining, warnings } = await readJoining(configuration);
      printWarnings(warnings);
      const rows = clusterRows(configuration.clusters, (cluster) => configuration.kubeconfig(cluster), joining);
      process.stdout.write(output === "json" ? json(rows) : columns(clusterCells(rows)));
    });
}
