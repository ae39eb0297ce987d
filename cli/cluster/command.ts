import { Command } from "commander";
import { acceptCommand } from "./accept";
import { aliasCommand } from "./alias";
import { detachCommand } from "./detach";
import { joinCommand } from "./join";
import { labelsCommand } from "./labels-command";
import { listCommand } from "./list";
import { probeCommand } from "./probe";
import { renameCommand } from "./rename";
import { rotateCommand } from "./rotate";
import { unwaitCommand } from "./unwait";

/** `flotilla cluster`: the clusters of the current stack. Everything is kept in its configuration. */
export function clusterCommand(): Command {
  return new Command("cluster")
    .description("Join, label and look after the clusters of the current stack. Delivers nothing: `pulumi up` does.")
    .addHelpText("after", "\nExamples:\n  flotilla cluster join beijing-1.kubeconfig\n  flotilla cluster list")
    .addCommand(joinCommand())
    .addCommand(listCommand())
    .addCommand(labelsCommand())
    .addCommand(renameCommand())
    .addCommand(aliasCommand())
    .addCommand(rotateCommand())
    .addCommand(acceptCommand())
    .addCommand(unwaitCommand())
    .addCommand(detachCommand())
    .addCommand(probeCommand());
}
