// After an update that has failed: what keeps objects from becoming ready, which the engine does not see.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const commandOf = require("./command.cjs");
const { ROOT } = require("./record.cjs");

/** How long it may take, in milliseconds: whoever has seen the engine's error does not wait for long. */
const WITHIN = 15_000;

/** Which stack a run of the engine updates, and from which folder; undefined when it does something else. */
function updateOf(args) {
  const { words, stack, cwd } = commandOf(args);
  return words[0] === "up" || words[0] === "update" ? { stack, cwd } : undefined;
}

/** Tells it on the standard error. Says nothing when there is nothing to tell, or when it cannot be found out. */
function tellUnready({ stack, cwd }) {
  const command = [path.join(ROOT, "tools/shim/flotilla.cjs"), "unready", ...(stack ? ["--stack", stack] : [])];
  const options = { cwd, timeout: WITHIN, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const { status, stdout } = spawnSync(process.execPath, command, options);
  if (status === 0 && stdout !== "") process.stderr.write(`What keeps objects from becoming ready:\n${stdout}`);
}

module.exports = { updateOf, tellUnready };
