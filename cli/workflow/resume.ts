import { Command } from "commander";
import { byAndAt } from "../../plan/warnings";
import { deliveringOf } from "../delivering";
import { readOutputs } from "../outputs";
import { chooseApplication, chooseHeld } from "./choose";
import { readRecords, record } from "./records";
import { type HeldStep, heldSteps } from "./standing";

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
      const commands = deliveringOf(outputs);
      const application = chooseApplication(outputs, written);
      const held = chooseHeld(heldSteps(outputs.held, readRecords()), application, chosen, commands);
      // Who has approved it first is who has approved it.
      if (held.standing !== "approved") record("approvals", [application, held.step], { digest: held.digest });
      process.stdout.write(`${approvedText(held)} Deliver it with: ${commands.up}\n`);
    });
}

/** What is told of an approval, given how the step stood before it. */
export function approvedText({ application, step, digest, standing, verdict = {} }: HeldStep): string {
  const what = `plan ${digest} of step "${step}" of ${application}`;
  return standing === "approved" ? `Already approved${byAndAt(verdict)}: ${what}.` : `Approved ${what}.`;
}
