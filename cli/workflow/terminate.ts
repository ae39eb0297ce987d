import { Command } from "commander";
import { deliveringOf } from "../delivering";
import { readOutputs } from "../outputs";
import { chooseApplication, mistake } from "./choose";
import { forget, readRecords, record } from "./records";
import { type HeldStep, heldSteps } from "./standing";

/** `flotilla workflow terminate`. */
export function terminateCommand(): Command {
  return new Command("terminate")
    .description(
      "Give up what an Application's steps hold. It stays as it was delivered last, and nobody is asked, until something of it changes or the workflow is restarted.",
    )
    .argument("<application>", "name, or <namespace>/<name>")
    .addHelpText("after", "\nExample:\n  flotilla workflow terminate shop")
    .action((written: string) => {
      const outputs = readOutputs();
      const application = chooseApplication(outputs, written);
      const gates = toGiveUp(heldSteps(outputs.held, readRecords()), application);
      for (const { step, whole } of gates) {
        forget("approvals", [application, step]);
        record("terminations", [application, step], { digest: whole });
      }
      const steps = gates.map(({ step }) => `"${step}"`).join(", ");
      process.stdout.write(
        `Gave up what ${steps} of ${application} ${gates.length === 1 ? "holds" : "hold"}; it stays as it was delivered last.\nAsk for it again with: npx flotilla workflow restart ${application} && ${deliveringOf(outputs).up}\n`,
      );
    });
}

/**
 * The steps whose plans are to be given up: all that wait.
 *
 * @throws InputError when none does
 */
export function toGiveUp(held: readonly HeldStep[], application: string): HeldStep[] {
  const gates = held.filter(
    (one) => one.application === application && (one.standing === "waits" || one.standing === "approved"),
  );
  if (gates.length > 0) return gates;
  throw mistake({
    message: `no step of ${application} waits, so there is nothing to give up`,
    hint: "to go back to what was delivered before: npx flotilla workflow rollback",
  });
}
