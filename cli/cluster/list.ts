import { Command } from "commander";
import { columns } from "../columns";
import { json, outputOption } from "../output";
import { printWarnings } from "../report";
import { readJoining } from "./joining";
import { readClusters } from "./known";
import { clusterCells, clusterRows } from "./rows";

/** `flotilla cluster list`. */
export function listCommand(): Command {
  return new Command("list")
    .alias("ls")
    .description("List the clusters of the current stack: the hub, then the others, newest first.")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla cluster list")
    .action(async ({ output }: { output: string }) => {
      const { known, configuration, warnings } = await readClusters();
      const { warnings: unheard, ...hub } = await readJoining(configuration);
      printWarnings([...warnings, ...unheard]);
      const rows = clusterRows(known.clusters, (cluster) => known.kubeconfig(cluster), hub);
      process.stdout.write(output === "json" ? json(rows) : columns(clusterCells(rows)));
    });
}
