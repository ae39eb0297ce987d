import { InputError } from "../../model/findings";
import { didYouMean } from "../../model/suggest";
import type { Delivering } from "../delivering";
import type { Outputs } from "../outputs";
import { chooseApplications } from "../status/summarize";
import type { HeldStep } from "./standing";

/**
 * The Application that is meant, as `<namespace>/<name>`.
 *
 * @param written its name, or `<namespace>/<name>`
 * @throws InputError when there is none, or several have the name
 */
export function chooseApplication(outputs: Outputs, written: string): string {
  const [application = written] = chooseApplications(outputs, { application: written });
  return application;
}

/**
 * The step that is to be approved. One that was approved already is asked for only where no other waits.
 *
 * @param commands what people are told to run
 * @throws InputError when no such step waits, or several do, or it was given up
 */
export function chooseHeld(
  held: readonly HeldStep[],
  application: string,
  step: string | undefined,
  commands: Delivering,
): HeldStep {
  const own = held.filter((one) => one.application === application);
  const open = own.filter(({ standing }) => standing === "waits" || standing === "approved");
  const named = step === undefined ? open : open.filter((one) => one.step === step);
  const waiting = named.filter(({ standing }) => standing === "waits");
  const [first, second] = waiting.length > 0 ? waiting : named;
  if (first !== undefined && second === undefined) return first;
  if (second !== undefined) {
    const hint = `name one: ${open.map((one) => one.step).join(", ")}`;
    throw mistake({ message: `several steps of ${application} wait`, hint });
  }
  const decided = own.find((one) => !open.includes(one) && (step === undefined || one.step === step));
  if (decided !== undefined) throw mistake(whyNot(decided, commands));
  if (own.length === 0) throw mistake({ message: `no step of ${application} waits for an approval` });
  const near = didYouMean(
    step ?? "",
    open.map((one) => one.step),
  );
  throw mistake({ message: `the step "${step}" of ${application} waits for nothing`, ...near });
}

function whyNot({ application, step, standing }: HeldStep, { up }: Delivering): { message: string; hint: string } {
  if (standing === "restarted") {
    const message = `the workflow of ${application} was restarted since step "${step}" was held`;
    return { message, hint: `${up} runs it again, and says what is to be approved then` };
  }
  const message = `what step "${step}" of ${application} holds was given up`;
  return { message, hint: `ask for it again with: npx flotilla workflow restart ${application} && ${up}` };
}

/** A mistake about steps. */
export function mistake(problem: { message: string; hint?: string }): InputError {
  return new InputError([{ severity: "error", code: "unknown-step", ...problem }]);
}
