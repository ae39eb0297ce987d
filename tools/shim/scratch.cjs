const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/**
 * A temporary folder for one run of the engine, and the environment with it. The Kubernetes provider writes each cluster's
 * kubeconfig, keys included, into a temporary file and leaves it there: here it goes when the run ends. What tsx keeps from
 * run to run stays where it is.
 *
 * @throws Error of the system's where there can be none
 */
exports.makeScratch = function makeScratch(env) {
  const folder = makeFolder(env.TMPDIR || os.tmpdir());
  return { env: { ...env, TMPDIR: folder }, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
};

/** As long as a socket's path may be on every system. */
const LONGEST_PATH = 100;

/** Path of a socket in a run's folder; undefined where it would be too long for one. */
exports.socketIn = function socketIn(folder, name) {
  const socket = path.join(folder, name);
  return socket.length > LONGEST_PATH ? undefined : socket;
};

function makeFolder(parent) {
  const shared = path.join(parent, `tsx-${process.geteuid?.() ?? os.userInfo().username}`);
  try {
    const folder = fs.mkdtempSync(path.join(parent, "flotilla-run-"));
    fs.mkdirSync(shared, { recursive: true });
    fs.symlinkSync(shared, path.join(folder, path.basename(shared)));
    return folder;
  } catch (error) {
    error.message = `a run needs a temporary folder: ${error.message}`;
    throw error;
  }
}
