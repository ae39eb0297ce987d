import type { Command } from "commander";

/** Gives a command an Application and the options that say which of its pods are meant: a `PodFilter`. */
export function withPods(command: Command): Command {
  return command
    .argument("<application>", "name, or <namespace>/<name>")
    .option("--cluster <cluster>", "only pods in this cluster")
    .option("-n, --namespace <namespace>", "only pods in this namespace")
    .option("--component <component>", "only pods of this component")
    .option("--pod <pod>", "only this pod")
    .option("--container <container>", "only this container");
}
