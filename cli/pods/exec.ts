import { PassThrough } from "node:stream";
import type { V1Status } from "@kubernetes/client-node";
import { Command } from "commander";
import { InputError } from "../../model/findings";
import { printWarnings } from "../report";
import { asking, chooseContainer, choosePod, placeOf } from "./choose";
import { clientFor, connectionProblem } from "./client";
import type { FoundPod, PodFilter } from "./find";
import { withPods } from "./options";
import { readPods } from "./read";

interface ExecOptions extends PodFilter {
  stdin?: boolean;
  tty?: boolean;
}

/** `flotilla exec`. */
export function execCommand(): Command {
  return withPods(new Command("exec"))
    .description("Run a command in a container of an application. Exits with what the command exits with.")
    .argument("<command...>", "the command, after --")
    .option("-i, --stdin", "pass standard input to the command")
    .option("-t, --tty", "give the command a terminal")
    .addHelpText(
      "after",
      [
        "\nExamples:",
        "  flotilla exec shop --cluster beijing-1 --component web -- env",
        "  flotilla exec shop -it -- sh",
      ].join("\n"),
    )
    .action(exec);
}

async function exec(application: string, command: string[], options: ExecOptions): Promise<void> {
  const { pods, kubeconfigOf } = await readPods(application, options);
  const ask = asking();
  const pod = await choosePod(pods, ask);
  const container = await chooseContainer(pod, ask);
  const tty = mayHaveTerminal(options);
  const status = await run(pod, container, command, kubeconfigOf(pod), { tty, stdin: options.stdin ?? false });
  process.exitCode = exitCodeOf(status, pod);
}

/** A terminal for the command needs one here, at both ends. */
function mayHaveTerminal({ tty = false, stdin = false }: ExecOptions): boolean {
  if (!tty) return false;
  if (process.stdout.isTTY && (!stdin || process.stdin.isTTY)) return true;
  const message = "the command gets no terminal, because there is none here";
  printWarnings([{ severity: "warning", code: "not-supported", message }]);
  return false;
}

async function run(
  pod: FoundPod,
  container: string,
  command: string[],
  kubeconfig: string,
  { tty, stdin }: { tty: boolean; stdin: boolean },
): Promise<V1Status> {
  const { client, config } = await clientFor(kubeconfig);
  const input = stdin ? process.stdin : null;
  if (tty && stdin) process.stdin.setRawMode(true);
  try {
    return await new Promise<V1Status>((resolve, reject) => {
      const what = `exec in ${placeOf(pod)}`;
      const [stdout, stderr] = tty ? [process.stdout, null] : [through(process.stdout), through(process.stderr)];
      new client.Exec(config)
        .exec(pod.namespace, pod.pod, container, command, stdout, stderr, input, tty, resolve)
        .then((socket) => {
          // Whoever was asked which pod is meant has left it paused.
          input?.resume();
          socket.onclose = () => reject(connectionProblem(what, new Error("the connection ended before the command")));
        })
        .catch((error: unknown) => reject(connectionProblem(what, error)));
    });
  } finally {
    if (tty && stdin) process.stdin.setRawMode(false);
    // Nobody reads on: an open standard input would keep the process alive.
    if (stdin) process.stdin.destroy();
  }
}

/** The library tells the size of whatever may be a terminal, also where the command has none. */
function through(stream: NodeJS.WriteStream): PassThrough {
  const through = new PassThrough();
  through.pipe(stream);
  return through;
}

/**
 * What the command exited with.
 *
 * @throws InputError when it did not run
 */
export function exitCodeOf({ status, message, details }: V1Status, pod: FoundPod): number {
  if (status === "Success") return 0;
  const code = details?.causes?.find(({ reason }) => reason === "ExitCode")?.message;
  if (code !== undefined) return Number(code);
  const problem = `exec in ${placeOf(pod)}: ${message ?? "the command did not run"}`;
  throw new InputError([{ severity: "error", code: "no-answer", message: problem }]);
}
