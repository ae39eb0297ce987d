import { Command } from "commander";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { InputError } from "../../model/findings";
import { forEachCluster, type Inventory } from "../../plan/inventory";
import { type Delivering, delivering } from "../delivering";
import { type Outputs, readOutputs } from "../outputs";
import { type LastRun, lastRun } from "../up/saved";
import { ClusterConfiguration } from "./configuration";
import { forget } from "./forget";

interface DetachOptions {
  force?: true;
  keepWorkloads?: true;
}

/** `flotilla cluster detach`. */
export function detachCommand(): Command {
  return new Command("detach")
    .description("Forget a cluster and its credentials. Refused while something is delivered to it.")
    .argument("<cluster>", "the cluster")
    .option("--force", "also while something is delivered to it: the next `pulumi up` deletes that or fails")
    .option("--keep-workloads", "also while something is delivered to it: that goes on running, and is forgotten")
    .addHelpText(
      "after",
      "\nExamples:\n  flotilla cluster detach us-west-1\n  flotilla cluster detach us-west-1 --keep-workloads",
    )
    .action(async (cluster: string, { force, keepWorkloads }: DetachOptions) => {
      if (cluster === LOCAL_CLUSTER) refuse(`cluster name \`${cluster}\` is reserved for the hub cluster`);
      const configuration = ClusterConfiguration.read();
      const index = configuration.indexOf(cluster);
      const commands = delivering(configuration.isSplit);
      if (!force && !keepWorkloads) {
        const outputs = readOutputs();
        refuseInUse(cluster, outputs, commands);
        for (const stack of stacksOf(outputs)) refuseUnsaved(cluster, await lastRun(stack), commands);
      }
      const kept = keepWorkloads ? keep(cluster, configuration) : 0;
      configuration.remove(index);
      const stays = kept === 0 ? "" : ` ${kept} objects stay in it as they are, and nobody knows of them any more.`;
      process.stdout.write(`Detach cluster ${cluster} successfully.${stays}\n${force ? forgetting(commands) : ""}`);
    });
}

/** The stacks that deliver: undefined stands for the current one. */
function stacksOf({ fleet }: Outputs): (string | undefined)[] {
  const shards = Object.values(fleet?.shards ?? {});
  return shards.length === 0 ? [undefined] : shards;
}

function forgetting({ up }: Delivering): string {
  return `The next \`${up.replace(/^npx /, "")}\` deletes what was delivered there. From a cluster that is gone for good nothing can be deleted;
the stack forgets it with: PULUMI_K8S_DELETE_UNREACHABLE=true ${up}
`;
}

/**
 * Forgets what is in a cluster.
 *
 * @throws InputError for a cluster that the stack has made, which cannot be left without an owner
 */
function keep(cluster: string, { clusters }: ClusterConfiguration): number {
  const { ack, previousNames = [] } = clusters.credentials.find((one) => one.cluster === cluster) ?? {};
  if (ack !== undefined && ack.id === undefined) {
    refuse(`cluster ${cluster} was created by this stack, which would delete it`, "detach it without --keep-workloads");
  }
  if (Object.values(readOutputs().inventory).some((inventory) => sharesAny(cluster, inventory))) {
    const hint = "unset flotilla:replicaSets and run `pulumi up` first, so that it gets ManifestWorks of its own";
    refuse(`cluster ${cluster} shares what it pulls with others: the hub would take it away`, hint);
  }
  return forget([cluster, ...previousNames]);
}

function sharesAny(cluster: string, inventory: Inventory): boolean {
  return inventory.some(({ shared }) => shared?.members.some((member) => member.cluster === cluster));
}

/**
 * Says what is in a cluster that is about to be forgotten.
 *
 * @throws InputError when there is anything
 */
export function refuseInUse(
  cluster: string,
  { deliveries, inventory }: Pick<Outputs, "deliveries" | "inventory">,
  { up }: Delivering,
): void {
  const delivered = deliveries.filter((one) => one.cluster === cluster).map(({ application }) => application);
  const known = Object.entries(inventory).filter(([, entries]) =>
    entries.flatMap(forEachCluster).some((one) => one.cluster === cluster),
  );
  const applications = [...new Set([...delivered, ...known.map(([application]) => application)])];
  if (applications.length === 0) return;
  refuse(
    `something is delivered to cluster ${cluster}: ${applications.join(", ")}`,
    `take it out of the topologies and run \`${up}\` first, or use --keep-workloads or --force`,
  );
}

/**
 * Says that a run was cut off which may have delivered to a cluster that is about to be forgotten: nobody would look there for it.
 *
 * @throws InputError when one was
 */
export function refuseUnsaved(cluster: string, { unsaved }: LastRun, { finds }: Delivering): void {
  if (unsaved === undefined) return;
  refuse(
    `the run of ${unsaved.since.toISOString()} was cut off, and nobody knows what it has delivered to cluster ${cluster}`,
    `run \`${finds}\` first, or use --keep-workloads or --force`,
  );
}

function refuse(message: string, hint?: string): never {
  throw new InputError([
    { severity: "error", code: "cluster-in-use", message, ...(hint === undefined ? {} : { hint }) },
  ]);
}
