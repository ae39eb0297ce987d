// After an update that has failed although clusters were skipped: what the engine had waited for in them.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ROOT } = require("./record.cjs");

/** The file in which the program says which clusters it leaves out. */
const FILE = "skipped.json";

/** The environment with the file, in a run's own folder. */
function withSkipped(env) {
  return { ...env, FLOTILLA_SKIPPED: path.join(env.TMPDIR, FILE) };
}

/** Names of the clusters that a run has left out; none when it did not come that far. */
function readSkipped({ TMPDIR }) {
  try {
    return JSON.parse(fs.readFileSync(path.join(TMPDIR, FILE), "utf8"));
  } catch {
    return [];
  }
}

/**
 * Takes out of the state that the engine has waited for objects in clusters: it would wait for them again in each run, also where it has
 * nothing to do with the cluster. Returns whether there was anything.
 */
function stopWaiting({ stack, cwd }, clusters) {
  if (clusters.length === 0) return false;
  const where = stack ? ["--stack", stack] : [];
  const command = [path.join(ROOT, "tools/shim/flotilla.cjs"), "cluster", "unwait", ...clusters, ...where];
  const options = { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] };
  const { status, stdout } = spawnSync(process.execPath, command, options);
  if (status !== 0 || stdout === "") return false;
  process.stderr.write(`${stdout}Once more, without them.\n`);
  return true;
}

module.exports = { withSkipped, readSkipped, stopWaiting };
