import { Command } from "commander";
import { clusterCommand } from "./cluster/command";
import { completionCommand } from "./completion/command";
import { diffCommand } from "./diff/command";
import { fleetCommand } from "./fleet/command";
import { planCommand } from "./plan";
import { execCommand } from "./pods/exec";
import { logsCommand } from "./pods/logs";
import { portForwardCommand } from "./pods/port-forward";
import { rbacCommand } from "./rbac";
import { revisionsCommand } from "./revisions/command";
import { statusCommand } from "./status/command";
import { unreadyCommand } from "./unready/command";
import { upCommand } from "./up/command";
import { workflowCommand } from "./workflow/command";

/** The `flotilla` command with everything below it. What commands exit with is in `exit-codes.ts`. */
export function program(): Command {
  const flotilla = new Command("flotilla")
    .description("Deliver one application to many Kubernetes clusters.")
    .showHelpAfterError("(flotilla --help lists the commands)")
    .addHelpText("after", "\nExamples:\n  flotilla cluster join beijing-1.kubeconfig\n  flotilla status")
    .addCommand(clusterCommand())
    .addCommand(diffCommand())
    .addCommand(fleetCommand())
    .addCommand(planCommand())
    .addCommand(rbacCommand())
    .addCommand(revisionsCommand())
    .addCommand(statusCommand())
    .addCommand(unreadyCommand())
    .addCommand(upCommand())
    .addCommand(logsCommand())
    .addCommand(execCommand())
    .addCommand(portForwardCommand())
    .addCommand(workflowCommand())
    .addCommand(completionCommand());
  inherit(flotilla);
  return flotilla;
}

/** Commands that are added whole do not take over how the one above reports mistakes. */
function inherit(parent: Command): void {
  for (const command of parent.commands) {
    command.copyInheritedSettings(parent);
    command.showHelpAfterError(`(${pathOf(command)} --help says more)`);
    inherit(command);
  }
}

/** A command as people type it, such as `flotilla cluster list`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
