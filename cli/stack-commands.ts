import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Names the socket of the process that runs commands of the engine's about stacks, where there is one. */
export const STACK_COMMANDS = "FLOTILLA_STACK_COMMANDS";

/** What a command of the engine's has printed, and what it has ended with. */
export interface Answer {
  /** A name where it could not be started. */
  code: number | string;
  stdout: string;
  stderr: string;
}

/** Milliseconds until a process listens that was just started, and between two trials. */
const PATIENCE = { within: 2_000, every: 5 };

/** Taken out of the environment: what is started with another one must not ask this process, which has that of this command. */
let socket = take();

function take(): string | undefined {
  const { [STACK_COMMANDS]: named } = process.env;
  delete process.env[STACK_COMMANDS];
  return named;
}

/** The variable for the program, which notes something in the same stack. */
export function stackCommandsForProgram(): NodeJS.ProcessEnv {
  return socket === undefined ? {} : { [STACK_COMMANDS]: socket };
}

/**
 * Has a command about stacks or configuration run by the process that runs many of them, one after the other. Undefined where there is none
 * any more, where it works in another folder, or when it has ended over this one: then a process of its own has to run it. What commands have
 * read of the configuration they may remember.
 */
export async function askForCommand(args: readonly string[]): Promise<Answer | undefined> {
  const request = `${JSON.stringify({ args, folder: process.cwd() })}\n`;
  const last = Date.now() + PATIENCE.within;
  while (socket !== undefined) {
    const reply = await exchange(socket, request);
    // The line's end says that it is whole.
    if (reply?.endsWith("\n")) return JSON.parse(reply) as Answer;
    if (reply !== undefined || Date.now() > last) socket = undefined;
    else await sleep(PATIENCE.every);
  }
  return undefined;
}

/** Sends a text and returns what comes back until the end; undefined when nobody listens. */
function exchange(path: string, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const connection = connect(path);
    const parts: Buffer[] = [];
    let listened = false;
    connection.on("connect", () => {
      listened = true;
      connection.write(text);
    });
    connection.on("data", (part) => parts.push(part));
    connection.on("error", () => {});
    connection.on("close", () => resolve(listened ? Buffer.concat(parts).toString("utf8") : undefined));
  });
}
