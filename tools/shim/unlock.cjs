// After an engine that a signal has ended: between its preview and its changes, as at its question, it ends at once and leaves its lock.
const { spawnSync } = require("node:child_process");
const os = require("node:os");
const commandOf = require("./command.cjs");

/** The engine's commands that lock a stack. */
const LOCKING = new Set(["up", "update", "refresh", "destroy", "down", "dn", "import"]);

/** How long the engine may take to answer, in milliseconds. */
const WITHIN = 15_000;

/** Nothing has this name, so nothing is refreshed: the engine asks for its lock, and looks for it in vain. */
const NOBODY = "urn:pulumi:nobody::nobody::nobody:index:Nobody::nobody";
const ASK = ["refresh", "--preview-only", "--non-interactive", "--target", NOBODY];

/** Which stack a run of the engine locks, from which folder and with which file; undefined when it locks none. */
function lockOf(args) {
  const { words, stack, cwd, config } = commandOf(args);
  return LOCKING.has(words[0]) ? { stack, cwd, config } : undefined;
}

/**
 * Takes away the lock that an engine has left, unless it is another one's, and returns whether there was one.
 *
 * @param pid process that has ended
 */
function unlock(engine, { stack, cwd, config }, pid) {
  const options = { cwd, env: engine.env, timeout: WITHIN, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  const where = stack ? ["--stack", stack] : [];
  const file = config ? ["--config-file", config] : [];
  const { stdout, stderr } = spawnSync(engine.pulumi, [...ASK, ...where, ...file], options);
  if (!isLockOf(`${stdout}${stderr}`, pid)) return false;
  return spawnSync(engine.pulumi, ["cancel", "--yes", ...where], options).status === 0;
}

/** Whether the engine refuses to run only because a process of this machine has the lock. */
function isLockOf(complaint, pid) {
  return complaint.includes("locked by 1 lock") && complaint.includes(`@${os.hostname()} (pid ${pid}) `);
}

module.exports = { NOBODY, lockOf, unlock, isLockOf };
