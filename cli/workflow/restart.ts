import { Command } from "commander";
import { deliveringOf } from "../delivering";
import { readOutputs } from "../outputs";
import { chooseApplication } from "./choose";
import { forget, record } from "./records";

/** `flotilla workflow restart`. */
export function restartCommand(): Command {
  return new Command("restart")
    .description(
      "Let an Application's workflow begin again: the next `pulumi up` runs all its steps, and asks for every approval anew. Objects that are as they should be stay as they are.",
    )
    .argument("<application>", "name, or <namespace>/<name>")
    .addHelpText("after", "\nExample:\n  flotilla workflow restart shop && npx pulumi up")
    .action((written: string) => {
      const outputs = readOutputs();
      const application = chooseApplication(outputs, written);
      record("restarts", [application]);
      forget("approvals", [application]);
      forget("terminations", [application]);
      process.stdout.write(`The workflow of ${application} begins again with: ${deliveringOf(outputs).up}\n`);
    });
}
