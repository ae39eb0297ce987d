// On a terminal, the engine reads Ctrl-C as a key and interrupts only itself: without this, nobody else would hear of it.
const fs = require("node:fs");
const path = require("node:path");
const commandOf = require("./command.cjs");
const { lockOf } = require("./unlock.cjs");

/** What the engine says among its events when it begins to end. */
const CANCELLING = "^C received";

/** Whether this process runs where somebody can press Ctrl-C. */
const onTerminal = () => Boolean(process.stdin.isTTY && process.stdout.isTTY);

/**
 * Has the engine write its events, without secrets, into the run's own folder where it changes something on a terminal.
 *
 * @param env with the run's own folder
 * @returns what to run the engine with, and what tells afterwards whether somebody has pressed Ctrl-C
 */
function hearing(args, env, isHeard = onTerminal()) {
  if (!isHeard || !lockOf(args) || env.PULUMI_DEBUG_COMMANDS) return { args, env, interrupted: () => false };
  const log = path.join(env.TMPDIR, "events.json");
  const after = args.indexOf(commandOf(args).words[0]) + 1;
  return {
    args: [...args.slice(0, after), "--event-log", log, ...args.slice(after)],
    env: { ...env, PULUMI_DEBUG_COMMANDS: "true" },
    interrupted: () => textIn(log).includes(CANCELLING),
  };
}

function textIn(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

module.exports = { hearing };
