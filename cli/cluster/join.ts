import { Command } from "commander";
import { LOCAL_CLUSTER } from "../../model/cluster";
import { type FindingCode, InputError } from "../../model/findings";
import { clusterNameIn, serverOf } from "../../model/known-clusters";
import { printWarnings } from "../report";
import { ClusterConfiguration } from "./configuration";
import { parseLabels } from "./labels";
import { kubeconfigFrom, permissionWarnings, reach } from "./reach";

interface JoinOptions {
  name?: string;
  labels?: string;
  context?: string;
  createNamespace?: string;
}

/** `flotilla cluster join`. */
export function joinCommand(): Command {
  return new Command("join")
    .description("Join a cluster: its kubeconfig is kept in the stack's configuration, encrypted.")
    .argument("<kubeconfig>", "file; only one context of it is kept, with its certificates and keys")
    .option("-n, --name <name>", "name that policies know it by; without it, that of the context's cluster")
    .option("-l, --labels <labels>", "labels that selectors see, as key=value,key=value")
    .option("-c, --context <context>", "the kubeconfig's context; without it, the current one")
    .option("--create-namespace <namespace>", "namespace that is created in it before anything is delivered")
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  flotilla cluster join beijing-1.kubeconfig --name beijing-1 --labels region=beijing,tier=gold",
        "  flotilla cluster join ~/.kube/config --context hub --name local   # how the hub itself is reached",
      ].join("\n"),
    )
    .action(join);
}

async function join(file: string, options: JoinOptions): Promise<void> {
  const kubeconfig = kubeconfigFrom(file, options.context);
  const configuration = ClusterConfiguration.read();
  const labels = parseLabels(options.labels ?? "");
  const name = checkName(options.name, clusterNameIn(kubeconfig), configuration);
  if (name === LOCAL_CLUSTER && Object.keys(labels).length > 0) {
    throw mistake("invalid-value", "cluster type Internal do not support add labels now");
  }
  const answer = await reach(name, kubeconfig);
  printWarnings(permissionWarnings(name, answer));
  const { createNamespace } = options;
  const namespaces = createNamespace === undefined ? {} : { initialNamespaces: [createNamespace] };
  configuration.add({ name, kubeconfig, kubernetesVersion: answer.version, labels, ...namespaces });
  process.stdout.write(`Successfully add cluster ${name}, endpoint: ${serverOf(kubeconfig).server}.\n`);
}

/** The name that was asked for, or that of the kubeconfig's own cluster. Nobody becomes the hub by accident. */
function checkName(asked: string | undefined, own: string, configuration: ClusterConfiguration): string {
  const name = asked ?? own;
  if (name === "") throw mistake("missing-field", "ClusterName cannot be empty");
  if (asked === undefined && name === LOCAL_CLUSTER) {
    const hint = `give another --name, or --name ${LOCAL_CLUSTER} to say how the hub is reached`;
    throw mistake("invalid-value", `ClusterName cannot be \`${name}\`, it is reserved as the local cluster`, hint);
  }
  if (configuration.find(name) !== undefined) {
    const hint = `give it other credentials with: flotilla cluster rotate ${name} <kubeconfig>`;
    throw mistake("duplicate-name", `cluster ${name} already exists`, hint);
  }
  return name;
}

function mistake(code: FindingCode, message: string, hint?: string): InputError {
  return new InputError([{ severity: "error", code, message, ...(hint === undefined ? {} : { hint }) }]);
}
