import { Command } from "commander";
import { ask } from "../../components/answers";
import { FORGOTTEN } from "../../model/cluster-identity";
import { InputError } from "../../model/findings";
import { readOutputs } from "../outputs";
import { ClusterConfiguration } from "./configuration";
import { forget } from "./forget";

/** `flotilla cluster accept`. */
export function acceptCommand(): Command {
  return new Command("accept")
    .description(
      "Accept that a cluster was replaced by another one under its name. Delivers nothing: the next `pulumi up`, or `flotilla fleet up`, delivers everything anew.",
    )
    .argument("<cluster>", "the cluster")
    .addHelpText("after", "\nExample:\n  flotilla cluster accept us-west-1 && npx pulumi up")
    .action(async (cluster: string) => {
      const names = await replacedNames(cluster, ClusterConfiguration.read(), readOutputs().identities ?? {});
      const former = forget(names);
      process.stdout.write(
        `Accept cluster ${cluster} successfully. ${former} objects of the former one are forgotten; the next up delivers them to this one.\n`,
      );
    });
}

/**
 * What a cluster that was replaced is and was called. A cluster that only a Cluster object describes is not asked whether it was.
 *
 * @param known UIDs of clusters by their first names
 * @throws InputError when it is unknown, the same as before, or does not say who it is
 */
async function replacedNames(
  cluster: string,
  configuration: ClusterConfiguration,
  known: Readonly<Record<string, string>>,
): Promise<string[]> {
  const index = configuration.find(cluster);
  const names = [cluster, ...(configuration.clusters.credentials[index ?? -1]?.previousNames ?? [])];
  const before = known[names[1] ?? cluster];
  if (before === undefined) {
    if (index === undefined) configuration.indexOf(cluster);
    refuse(`cluster "${cluster}" is not known by a UID, so it was not taken for another one`);
  }
  if (index !== undefined && before !== FORGOTTEN) await refuseSame(cluster, configuration, before);
  return names;
}

/** Asks a cluster who it is. */
async function refuseSame(cluster: string, configuration: ClusterConfiguration, before: string): Promise<void> {
  const read = configuration.kubeconfig(cluster);
  const answer = read.ok ? await ask(read.kubeconfig) : { kind: "refuses" as const, reason: read.problem };
  if (answer.kind !== "answers" || answer.uid === "") {
    const reason = answer.kind === "answers" ? "the credentials may not read the namespace kube-system" : answer.reason;
    refuse(`cluster "${cluster}" does not say who it is: ${reason}`, "check its address and the credentials");
  }
  if (answer.uid === before) refuse(`cluster "${cluster}" is the same one as before`);
}

function refuse(message: string, hint = "nothing was changed"): never {
  throw new InputError([{ severity: "error", code: "another-cluster", message, hint }]);
}
