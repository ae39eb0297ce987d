import { InputError } from "../../model/findings";
import { EXIT_CODES } from "../exit-codes";
import type { FoundPod } from "./find";

/** How somebody is asked to choose one of several. */
export type Ask = <Value>(message: string, choices: readonly { name: string; value: Value }[]) => Promise<Value>;

/** Asks on the terminal, if there is one at both ends; undefined otherwise. What is asked does not mix with results. */
export function asking(): Ask | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async (message, choices) => {
    const { default: select } = await import("@inquirer/select");
    return select({ message, choices }, { output: process.stderr }).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== "ExitPromptError") throw error;
      return process.exit(EXIT_CODES.INTERRUPTED.code);
    });
  };
}

/**
 * The one pod that is meant, which runs, with the one container that is meant. Asks when there are several.
 *
 * @throws InputError when nobody can be asked, with the choices; or when none runs
 */
export async function choosePod(pods: readonly FoundPod[], ask: Ask | undefined): Promise<FoundPod> {
  const running = pods.filter(({ phase }) => phase === "Running");
  const found = running.length > 0 ? running : notRunning(pods);
  return one("pod", "--cluster, --namespace, --component or --pod", found, placeOf, ask);
}

/** The one container of a pod that is meant. Asks, and throws, like {@link choosePod}. */
export async function chooseContainer({ containers }: FoundPod, ask: Ask | undefined): Promise<string> {
  return one("container", "--container", containers, (name) => name, ask);
}

async function one<Value>(
  what: string,
  options: string,
  values: readonly Value[],
  nameOf: (value: Value) => string,
  ask: Ask | undefined,
): Promise<Value> {
  const [first, second] = values;
  if (first !== undefined && second === undefined) return first;
  const choices = values.map((value) => ({ name: nameOf(value), value }));
  if (ask !== undefined) return ask(`Which ${what}?`, choices);
  const names = choices.map(({ name }) => `\n  ${name}`).join("");
  const message = `several ${what}s are meant; choose one with ${options}:${names}`;
  throw new InputError([{ severity: "error", code: "invalid-value", message }]);
}

/** Where a pod is, for people. */
export function placeOf({ cluster, namespace, component, pod }: FoundPod): string {
  return `${pod} (cluster ${cluster}, namespace ${namespace}, component ${component})`;
}

function notRunning(pods: readonly FoundPod[]): never {
  throw new InputError(
    pods.map((pod) => ({
      severity: "error",
      code: "nothing-matches",
      message: `${placeOf(pod)} does not run: it is ${pod.phase}`,
    })),
  );
}
