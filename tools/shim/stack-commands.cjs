// One process of the engine's for all that a command asks and notes about its stack: to start one takes ten times as long as to answer.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { socketIn } = require("./scratch.cjs");

/**
 * Starts the process, and says in the environment where it will listen: see `cli/stack-commands.ts`. It ends with this process, also when that
 * is killed, and takes its folder away.
 *
 * @param engine with the environment to run it in; nothing is started without one, and for an engine of the user's own
 */
module.exports = function startStackCommands(engine) {
  const place = engine?.provider && makePlace();
  if (!place) return;
  const options = { env: engine.env, stdio: ["pipe", "ignore", "ignore"], detached: true };
  const child = spawn(engine.pulumi, [`--together=${place.socket}`], options);
  child.on("error", place.remove);
  child.unref();
  child.stdin.unref();
  process.env.FLOTILLA_STACK_COMMANDS = place.socket;
  // Waits for its end, so that what it took counts as having been taken by this process.
  process.once("beforeExit", () => {
    child.ref();
    child.stdin.destroy();
  });
};

/** A socket in a folder of its own; undefined where there can be none: then each command is a process. */
function makePlace() {
  try {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "flotilla-run-"));
    const remove = () => fs.rmSync(folder, { recursive: true, force: true });
    const socket = socketIn(folder, "commands");
    if (socket !== undefined) return { socket, remove };
    remove();
  } catch {
    // A full disk, or a folder that cannot be written to.
  }
  return undefined;
}
