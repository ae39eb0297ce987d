import { Command } from "commander";
import { heldCommand } from "./held";
import { restartCommand } from "./restart";
import { resumeCommand } from "./resume";
import { rollbackCommand } from "./rollback";
import { terminateCommand } from "./terminate";

/** `flotilla workflow`: the steps that wait for an approval, and what becomes of them. */
export function workflowCommand(): Command {
  return new Command("workflow")
    .description(
      "Look at the steps of the current stack that wait for an approval; approve them, give them up, run a workflow again, or go back.",
    )
    .addHelpText("after", "\nExamples:\n  flotilla workflow held\n  flotilla workflow resume default/shop")
    .addCommand(heldCommand())
    .addCommand(resumeCommand())
    .addCommand(terminateCommand())
    .addCommand(restartCommand())
    .addCommand(rollbackCommand());
}
