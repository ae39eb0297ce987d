import { Command } from "commander";
import { columns } from "../columns";
import { json, outputOption } from "../output";
import { readOutputs } from "../outputs";
import { readRecords } from "./records";
import { type HeldStep, heldSteps } from "./standing";

/** `flotilla workflow held`. */
export function heldCommand(): Command {
  return new Command("held")
    .description(
      "List the steps that wait for an approval, as the last `pulumi up` left them, and what was decided since.",
    )
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla workflow held")
    .action(({ output }: { output: string }) => {
      const held = heldSteps(readOutputs().held, readRecords());
      process.stdout.write(output === "json" ? json(held) : table(held));
    });
}

function table(held: readonly HeldStep[]): string {
  if (held.length === 0) return "No step waits for an approval.\n";
  const rows = held.map(({ application, step, digest, since, standing }) => [
    application,
    step,
    digest,
    since,
    standing,
  ]);
  return columns([["APPLICATION", "STEP", "PLAN", "SINCE", "STATE"], ...rows]);
}
