// One process for the Kubernetes providers of all clusters that a run of the engine delivers to.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const { socketIn } = require("./scratch.cjs");

/** The engine's commands that ask clusters. Where another one has such an argument, the process is started for nothing. */
const ASKING = new Set(["up", "update", "preview", "pre", "refresh", "destroy", "down", "dn", "import", "watch"]);

/**
 * Starts the process that serves the providers, while the engine still has other things to do: it takes a while until it listens. What the
 * engine starts as a provider asks it at a socket in the run's own folder, and serves itself where nobody answers.
 *
 * @param provider path of the provider's program; undefined when the engine brings its own
 * @param env with the run's own folder
 * @returns the environment for the engine, and what lets the process end: with the last provider, also when this process is killed
 */
module.exports = function startProviders(provider, args, env) {
  const socket = socketIn(env.TMPDIR, "providers");
  const asks = args.some((arg) => ASKING.has(arg));
  if (provider === undefined || !asks || socket === undefined) return { env, end: () => {} };
  const log = fs.openSync(`${socket}.log`, "w", 0o600);
  const child = spawn(provider, [`--together=${socket}`], { env, stdio: ["pipe", "ignore", log], detached: true });
  fs.closeSync(log);
  child.on("error", () => {});
  return { env: { ...env, FLOTILLA_PROVIDERS: socket }, end: () => letEnd(child) };
};

/** How long this process waits for its end, in milliseconds, so that what it took counts as having been taken by this one. */
const PATIENCE = 2_000;

function letEnd(child) {
  child.stdin.destroy();
  setTimeout(() => child.unref(), PATIENCE).unref();
}
