import { Command } from "commander";
import { deliveringOf } from "../delivering";
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
      const outputs = readOutputs();
      const [name, history] = chooseHistory(outputs.revisions, application);
      const target = rollbackTarget(name, history, lastRunFailed(outputs));
      process.stdout.write(pin(name, history, target, deliveringOf(outputs)));
    });
}
