// After a lock was taken away: whether the run that had it has saved its state.
const { spawnSync } = require("node:child_process");
const commandOf = require("./command.cjs");

/** A tag of the stack that says whether the state has what the last run did: {@link SAVED}, or since when it does not. */
const TAG = "flotilla:state";
const SAVED = "saved";

/** The end of the URN of the resource by which a state shows whose part it is; see `components/shard-check.ts`. */
const MARKER = "::pulumi:index:Stash::fleet";

/** How long the question may take, in milliseconds. */
const WITHIN = 15_000;

/** Which stack a run of the engine takes the lock from, and from which folder; undefined when it does something else. */
function cancelOf(args) {
  const { words, stack, cwd } = commandOf(args);
  return words[0] === "cancel" ? { stack: stack ?? words[1], cwd } : undefined;
}

/** Since when a state does not have what a run has done, by the tag; undefined when it has it. */
function unsavedSince(tag) {
  const [since] = tag.trim().split(" ");
  return since === "" || since === SAVED ? undefined : since;
}

/**
 * What somebody has to know who may go on with another command.
 *
 * @param fleet name of the stack whose fleet the stack is a part of; undefined when it is none
 */
function hintAfter(since, fleet) {
  const next = fleet === undefined ? "npx flotilla up" : `npx flotilla fleet up in the stack ${fleet}`;
  return `The run of ${since} has not saved its state. Go on with ${next}, which looks for what that run has delivered: pulumi up, refresh and destroy do not.`;
}

/** Name of the stack whose fleet a state is a part of: a resource says so from the first run on. */
function fleetIn(state) {
  try {
    const { resources = [] } = JSON.parse(state).deployment ?? {};
    return resources.find(({ urn }) => urn.endsWith(MARKER))?.outputs?.output?.fleet;
  } catch {
    return undefined;
  }
}

/** Tells it on the standard error. Says nothing when it cannot be found out. */
function tellCutOff(engine, { stack, cwd }) {
  const where = stack ? ["--stack", stack] : [];
  const options = { cwd, env: engine.env, timeout: WITHIN, encoding: "utf8", maxBuffer: 1 << 28 };
  options.stdio = ["ignore", "pipe", "ignore"];
  const ask = (...words) => spawnSync(engine.pulumi, ["stack", ...words, ...where], options);
  const { status, stdout } = ask("tag", "get", TAG);
  const since = status === 0 ? unsavedSince(stdout) : undefined;
  if (since !== undefined) process.stderr.write(`${hintAfter(since, fleetIn(ask("export").stdout))}\n`);
}

module.exports = { TAG, SAVED, cancelOf, unsavedSince, fleetIn, hintAfter, tellCutOff };
