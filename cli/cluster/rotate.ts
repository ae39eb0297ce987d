import { Command } from "commander";
import { printWarnings } from "../report";
import { ClusterConfiguration } from "./configuration";
import { kubeconfigFrom, permissionWarnings, reach } from "./reach";

/** `flotilla cluster rotate`. */
export function rotateCommand(): Command {
  return new Command("rotate")
    .description("Give a cluster new credentials. Nothing in it is replaced; the next `pulumi up` uses them.")
    .argument("<cluster>", "the cluster")
    .argument("<kubeconfig>", "file; only one context of it is kept, with its certificates and keys")
    .option("-c, --context <context>", "the kubeconfig's context; without it, the current one")
    .addHelpText("after", "\nExample:\n  flotilla cluster rotate beijing-1 new.kubeconfig && npx pulumi up")
    .action(async (cluster: string, file: string, { context }: { context?: string }) => {
      const kubeconfig = kubeconfigFrom(file, context);
      const configuration = ClusterConfiguration.read();
      const index = configuration.indexOf(cluster);
      printWarnings(permissionWarnings(cluster, await reach(cluster, kubeconfig)));
      configuration.setKubeconfig(index, kubeconfig);
      process.stdout.write(`Rotate credentials of cluster ${cluster} successfully.\n`);
    });
}
