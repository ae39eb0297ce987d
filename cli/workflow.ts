import { userInfo } from "node:os";
import { Command } from "commander";
import type { HeldOutput } from "../components/outputs";
import { InputError } from "../model/findings";
import { didYouMean } from "../model/suggest";
import { columns } from "./columns";
import { json, outputOption } from "./output";
import { readOutputs } from "./outputs";
import { pulumi } from "./pulumi";
import { chooseHistory } from "./revisions/history";
import { lastRunFailed, pin, rollbackTarget } from "./revisions/pins";

/** `flotilla workflow`: the steps that wait for an approval, and the approval. */
export function workflowCommand(): Command {
  return new Command("workflow")
    .description("Look at and approve the steps of the current stack that wait for an approval, and roll back.")
    .addHelpText("after", "\nExamples:\n  flotilla workflow held\n  flotilla workflow resume default/shop")
    .addCommand(heldCommand())
    .addCommand(resumeCommand())
    .addCommand(rollbackCommand());
}

function heldCommand(): Command {
  return new Command("held")
    .description("List the steps that wait for an approval, as the last `pulumi up` left them.")
    .addOption(outputOption())
    .addHelpText("after", "\nExample:\n  flotilla workflow held")
    .action(({ output }: { output: string }) => {
      const { held } = readOutputs();
      process.stdout.write(output === "json" ? json(held) : table(held));
    });
}

function resumeCommand(): Command {
  return new Command("resume")
    .description(
      "Approve the plan that the last `pulumi up` held. The next `pulumi up` delivers it, if it is still the same.",
    )
    .argument("<application>", "name, or <namespace>/<name>")
    .argument("[step]", "the step; needed when several wait")
    .addHelpText("after", "\nExample:\n  flotilla workflow resume default/shop deploy-production && npx pulumi up")
    .action((application: string, step: string | undefined) => {
      const held = chooseHeld(readOutputs().held, application, step);
      approve(held, userInfo().username, new Date().toISOString());
      process.stdout.write(
        `Approved plan ${held.digest} of step "${held.step}" of ${held.application}. Deliver it with: npx pulumi up\n`,
      );
    });
}

function rollbackCommand(): Command {
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

/**
 * The step that is meant.
 *
 * @throws InputError when no such step waits, or several do
 */
export function chooseHeld(held: readonly HeldOutput[], application: string, step: string | undefined): HeldOutput {
  const own = held.filter((one) => isCalled(one.application, application));
  const meant = step === undefined ? own : own.filter((one) => one.step === step);
  const [first, second] = meant;
  if (first !== undefined && second === undefined) return first;
  const problem =
    own.length === 0
      ? {
          message: `no step of ${application} waits for an approval`,
          ...didYouMean(
            application,
            held.map((one) => one.application),
          ),
        }
      : first === undefined
        ? {
            message: `the step "${step}" of ${application} waits for nothing`,
            ...didYouMean(
              step ?? "",
              own.map((one) => one.step),
            ),
          }
        : {
            message: `several steps of ${application} wait`,
            hint: `name one: ${namesOf(meant).join(", ")}`,
          };
  throw new InputError([{ severity: "error", code: "unknown-step", ...problem }]);
}

/** What to write for each step: with the Application where several are meant. */
function namesOf(held: readonly HeldOutput[]): string[] {
  const applications = new Set(held.map(({ application }) => application));
  return held.map(({ application, step }) => (applications.size > 1 ? `${application} ${step}` : step));
}

/** Whether an Application, as `<namespace>/<name>`, is called so, with its namespace or without. */
function isCalled(application: string, written: string): boolean {
  return application === written || application.endsWith(`/${written}`);
}

/** Writes an approval into the stack's configuration, with who gave it and when. */
function approve({ application, step, digest }: HeldOutput, by: string, at: string): void {
  for (const [key, value] of Object.entries({ digest, by, at })) {
    const path = `flotilla:approvals[${JSON.stringify(application)}][${JSON.stringify(step)}].${key}`;
    pulumi("config", "set", "--path", path, value);
  }
}

function table(held: readonly HeldOutput[]): string {
  if (held.length === 0) return "No step waits for an approval.\n";
  const rows = held.map(({ application, step, digest, since }) => [application, step, digest, since]);
  return columns([["APPLICATION", "STEP", "PLAN", "SINCE"], ...rows]);
}
