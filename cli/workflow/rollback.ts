import { Command } from "commander";
import { readOutputs } from "../outputs";
import { chooseHistory } from "../revisions/history";
import { lastRunFailed, pin, rollbackTarget } from "../revisions/pins";

/** `flotilla workflow rollback`. */
export function rollbackCommand(): Command {
  return new Command("rollback")
    .description(
      "Pin an Application to the last revision that was delivered completely. The next `pulumi up` delivers it.",
    )
    .argument("<application>", "name, or <namespace>/<name>")
    .addHelpText("after", "\nExample:\n  flotilla workflow rollback default/shop && npx pulumi preview")
    .action((application: string) => {
      const [name, history] = chooseHistory(readOutputs().revisions, application);
      process.stdout.write(pin(name, history, rollbackTarget(name, history, lastRunFailed())));
    });
}
