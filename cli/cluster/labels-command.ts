import { Command } from "commander";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { InputError } from "../../model/findings";
import { ClusterConfiguration } from "./configuration";
import { labelLines, parseLabels } from "./labels";
import { clusterRows } from "./rows";

/** `flotilla cluster labels`. */
export function labelsCommand(): Command {
  return new Command("labels")
    .description("Change the labels of a cluster. The next `pulumi preview` shows what selectors make of it.")
    .addHelpText("after", "\nExample:\n  flotilla cluster labels add us-west-1 provider=AWS,tier=gold")
    .addCommand(addCommand())
    .addCommand(deleteCommand());
}

function addCommand(): Command {
  return new Command("add")
    .description("Add labels to a cluster, or change their values.")
    .argument("<cluster>", "the cluster")
    .argument("<labels>", "the labels, as key=value,key=value")
    .addHelpText("after", "\nExample:\n  flotilla cluster labels add us-west-1 provider=AWS,tier=gold")
    .action((cluster: string, text: string) => {
      const labels = parseLabels(text);
      const { configuration, index } = labelled(cluster);
      configuration.set(index, { labels });
      printLabels(cluster);
    });
}

function deleteCommand(): Command {
  return new Command("del")
    .description("Remove labels from a cluster.")
    .argument("<cluster>", "the cluster")
    .argument("<keys>", "the labels' keys, as key,key")
    .addHelpText("after", "\nExample:\n  flotilla cluster labels del us-west-1 provider,tier")
    .action((cluster: string, text: string) => {
      const { configuration, index } = labelled(cluster);
      const keys = new Set(text.split(",").map((key) => key.trim()));
      const { labels = {} } = configuration.clusters.registry.clusters.find(({ name }) => name === cluster) ?? {};
      const unknown = [...keys].filter((key) => !(key in labels));
      if (unknown.length > 0) throw refusal(...unknown.map((key) => `no such label ${key}`));
      for (const key of keys) configuration.remove(index, "labels", key);
      printLabels(cluster);
    });
}

/** A cluster that can have labels, and where it stands in the configuration. */
function labelled(cluster: string): { configuration: ClusterConfiguration; index: number } {
  if (cluster === LOCAL_CLUSTER) throw refusal("cluster type Internal do not support add labels now");
  const configuration = ClusterConfiguration.read();
  return { configuration, index: configuration.indexOf(cluster) };
}

function refusal(...messages: string[]): InputError {
  return new InputError(messages.map((message) => ({ severity: "error", code: "invalid-value", message })));
}

/** Says what labels a cluster has now, as the configuration has it. */
function printLabels(cluster: string): void {
  const configuration = ClusterConfiguration.read();
  const rows = clusterRows(configuration.clusters, (name) => configuration.kubeconfig(name));
  const { type = "-", labels = {} } = rows.find(({ name }) => name === cluster) ?? {};
  const lines = [`Successfully update labels for cluster ${cluster}, type: ${type}.`, ...labelLines(labels)];
  process.stdout.write(`${lines.join("\n")}\n`);
}
