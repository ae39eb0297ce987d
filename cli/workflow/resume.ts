import { Command } from "commander";
import { readOutputs } from "../outputs";
import { chooseApplication, chooseHeld } from "./choose";
import { readRecords, record } from "./records";
import { heldSteps } from "./standing";

/** `flotilla workflow resume`. */
export function resumeCommand(): Command {
  return new Command("resume")
    .description(
      "Approve the plan that the last `pulumi up` held. The next `pulumi up` delivers it, if it is still the same.",
    )
    .argument("<application>", "name, or <namespace>/<name>")
    .argument("[step]", "the step; needed when several wait")
    .addHelpText("after", "\nExample:\n  flotilla workflow resume default/shop deploy-production && npx pulumi up")
    .action((written: string, chosen: string | undefined) => {
      const outputs = readOutputs();
      const application = chooseApplication(outputs, written);
      const { step, digest } = chooseHeld(heldSteps(outputs.held, readRecords()), application, chosen);
      record("approvals", [application, step], { digest });
      process.stdout.write(
        `Approved plan ${digest} of step "${step}" of ${application}. Deliver it with: npx pulumi up\n`,
      );
    });
}
