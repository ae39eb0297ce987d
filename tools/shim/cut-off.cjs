// After a lock was taken away: whether the run that had it has saved its state.
const { spawnSync } = require("node:child_process");
const commandOf = require("./command.cjs");

/** A tag of the stack that says whether the state has what the last run did: {@link SAVED}, or since when it does not. */
const TAG = "flotilla:state";
const SAVED = "saved";

/** How long the question may take, in milliseconds. */
const WITHIN = 15_000;

/** Which stack a run of the engine takes the lock from, and from which folder; undefined when it does something else. */
function cancelOf(args) {
  const { words, stack, cwd } = commandOf(args);
  return words[0] === "cancel" ? { stack: stack ?? words[1], cwd } : undefined;
}

/** What somebody has to know who may go on with another command; undefined when there is nothing. */
function hintAfter(tag) {
  const [since] = tag.trim().split(" ");
  if (since === "" || since === SAVED) return undefined;
  return `The run of ${since} has not saved its state. Go on with npx flotilla up, which looks for what that run has delivered: pulumi up, refresh and destroy do not.`;
}

/** Tells it on the standard error. Says nothing when it cannot be found out. */
function tellCutOff(engine, { stack, cwd }) {
  const where = stack ? ["--stack", stack] : [];
  const options = { cwd, env: engine.env, timeout: WITHIN, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const { status, stdout } = spawnSync(engine.pulumi, ["stack", "tag", "get", TAG, ...where], options);
  const hint = status === 0 ? hintAfter(stdout) : undefined;
  if (hint !== undefined) process.stderr.write(`${hint}\n`);
}

module.exports = { TAG, SAVED, cancelOf, hintAfter, tellCutOff };
