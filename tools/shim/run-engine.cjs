const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { hearing } = require("./ctrl-c.cjs");
const { cancelOf, tellCutOff } = require("./cut-off.cjs");
const engineRun = require("./engine-run.cjs");
const { ROOT } = require("./record.cjs");
const { INTERRUPTED, runInPlace } = require("./run.cjs");
const surround = require("./surroundings.cjs");
const { lockOf, unlock } = require("./unlock.cjs");
const { tellUnready, updateOf } = require("./unready.cjs");
const { readSkipped, stopWaiting, withSkipped } = require("./waiting.cjs");

/**
 * Runs `pulumi` in this process's place: the user's own where there is one, otherwise the pinned engine, built on first use. Resolves to how it
 * has ended, as `runInPlace` does.
 */
module.exports = async function runEngine(args, env) {
  const engine = engineRun(env) ?? provision(env);
  return run(engine, args, engine.env, true);
};

/** Ends this process where there is no engine to be had. */
function provision(env) {
  const args = ["--import", "tsx", path.join(ROOT, "tools/install.ts"), "--only", "engine"];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  const engine = status === 0 ? engineRun(env) : undefined;
  if (engine !== undefined) return engine;
  if (status === 0) {
    console.error("error: the engine was provided but cannot be found: run `npm run tools` and try again");
  }
  process.exit(status || 1);
}

/** What ends an engine that is not in the middle of anything: where it is, it ends in order. */
const ENDED_BY = new Set(["SIGINT", "SIGTERM"]);

/**
 * After an update that has failed, tells more; or runs it again without what the engine had waited for in clusters that are skipped. After a
 * lock was taken away, which it does itself where the engine has left its own, tells what to go on with.
 */
async function run(engine, args, env, mayRepeat) {
  const [update, cancel, lock] = [updateOf(args), cancelOf(args), lockOf(args)];
  const around = surround(engine, args, env);
  const ended = await runHeard(engine.pulumi, args, withSkipped(around.env));
  const skipped = readSkipped(around.env);
  around.end();
  if (!ended.failed && cancel) tellCutOff(engine, cancel);
  if (ENDED_BY.has(ended.signal) && lock && unlock(engine, lock, ended.pid)) tellCutOff(engine, lock);
  if (!ended.failed || !update) return ended;
  // Whoever looks whether the state was saved sees the first run's: with checkpoints, that is no matter.
  const { PULUMI_SKIP_CHECKPOINTS: _, ...careful } = env;
  if (mayRepeat && stopWaiting(update, skipped)) return run(engine, args, careful, false);
  tellUnready(update);
  return ended;
}

/** Runs the engine, and lets everybody here hear of a Ctrl-C that only it has seen, as of any other. */
async function runHeard(pulumi, args, env) {
  const heard = hearing(args, env);
  const ended = await runInPlace(pulumi, heard.args, heard.env);
  if (!ended.failed || !heard.interrupted()) return ended;
  process.emit("SIGINT", "SIGINT");
  return { ...ended, code: INTERRUPTED, failed: false };
}
