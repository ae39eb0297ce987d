import { Command } from "commander";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { InputError } from "../../model/findings";
import { type Outputs, readOutputs } from "../outputs";
import { ClusterConfiguration } from "./configuration";

/** `flotilla cluster detach`. */
export function detachCommand(): Command {
  return new Command("detach")
    .description("Forget a cluster and its credentials. Refused while something is delivered to it.")
    .argument("<cluster>", "the cluster")
    .option("--force", "also while something is delivered to it: the next `pulumi up` deletes that or fails")
    .addHelpText("after", "\nExample:\n  flotilla cluster detach us-west-1")
    .action((cluster: string, { force }: { force?: true }) => {
      if (cluster === LOCAL_CLUSTER) refuse(`cluster name \`${cluster}\` is reserved for the hub cluster`);
      const configuration = ClusterConfiguration.read();
      const index = configuration.indexOf(cluster);
      if (!force) refuseInUse(cluster, readOutputs());
      configuration.remove(index);
      process.stdout.write(`Detach cluster ${cluster} successfully.\n`);
    });
}

/**
 * Says what is in a cluster that is about to be forgotten.
 *
 * @throws InputError when there is anything
 */
export function refuseInUse(
  cluster: string,
  { deliveries, inventory }: Pick<Outputs, "deliveries" | "inventory">,
): void {
  const delivered = deliveries.filter((one) => one.cluster === cluster).map(({ application }) => application);
  const known = Object.entries(inventory).filter(([, entries]) => entries.some((one) => one.cluster === cluster));
  const applications = [...new Set([...delivered, ...known.map(([application]) => application)])];
  if (applications.length === 0) return;
  refuse(
    `something is delivered to cluster ${cluster}: ${applications.join(", ")}`,
    "take it out of the topologies and run `pulumi up` first, or use --force",
  );
}

function refuse(message: string, hint?: string): never {
  throw new InputError([
    { severity: "error", code: "cluster-in-use", message, ...(hint === undefined ? {} : { hint }) },
  ]);
}
