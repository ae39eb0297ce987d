import { Command } from "commander";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { InputError } from "../../model/findings";
import { ClusterConfiguration } from "./configuration";

/** `flotilla cluster rename`. */
export function renameCommand(): Command {
  return new Command("rename")
    .description("Give a cluster another name. What was delivered to it stays; topologies have to use the new name.")
    .argument("<cluster>", "the name that it has")
    .argument("<new>", "the name that it gets")
    .addHelpText("after", "\nExample:\n  flotilla cluster rename beijing-1 beijing-a && npx pulumi preview")
    .action((old: string, name: string) => {
      const configuration = ClusterConfiguration.read();
      if (configuration.find(name) !== undefined || [old, name].includes(LOCAL_CLUSTER)) refuse(old, name);
      const index = configuration.indexOf(old);
      const former = configuration.clusters.credentials[index]?.previousNames ?? [];
      if (former.includes(name)) throw hadBefore(old, name);
      configuration.set(index, { previousNames: [...former, old], name });
      process.stdout.write(`Rename cluster ${old} to ${name} successfully.\n`);
    });
}

/** What is in the cluster is known by all names that it had: given back, one of them would mean two things. */
function hadBefore(old: string, name: string): InputError {
  const message = `cluster ${old} was called ${name} before, and no name is given twice`;
  const hint = `take a new name, or show it to people as ${name}: flotilla cluster alias ${old} ${name}`;
  return new InputError([{ severity: "error", code: "duplicate-name", message, hint }]);
}

function refuse(old: string, name: string): never {
  const message = [old, name].includes(LOCAL_CLUSTER)
    ? `cluster name \`${LOCAL_CLUSTER}\` is reserved for the hub cluster`
    : `cluster ${name} already exists`;
  throw new InputError([{ severity: "error", code: "duplicate-name", message }]);
}
