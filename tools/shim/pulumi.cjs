#!/usr/bin/env node
// `npx pulumi`: the user's own Pulumi where there is one, otherwise the pinned engine, built on first use.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { cancelOf, tellCutOff } = require("./cut-off.cjs");
const engineRun = require("./engine-run.cjs");
const startProviders = require("./providers.cjs");
const { ROOT } = require("./record.cjs");
const runInPlace = require("./run.cjs");
const { makeScratch } = require("./scratch.cjs");
const { tellUnready, updateOf } = require("./unready.cjs");
const { readSkipped, stopWaiting, withSkipped } = require("./waiting.cjs");

function provision() {
  const args = ["--import", "tsx", path.join(ROOT, "tools/install.ts"), "--only", "engine"];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
  return engineRun(process.env);
}

// Packages ask for `pulumi plugin install` while npm installs them: too early to build anything, and the engine or this
// project's tools bring the plugin anyway.
if (process.env.npm_lifecycle_event === "install") process.exit(0);

/**
 * Runs the engine in this one's place. After an update that has failed, it tells more; or runs it again without what the
 * engine had waited for in clusters that are skipped. After a lock was taken away, it tells what to go on with.
 */
function run(engine, args, env, mayRepeat) {
  const [update, cancel] = [updateOf(args), cancelOf(args)];
  const scratch = makeScratch(env);
  const providers = startProviders(engine.provider, args, scratch.env);
  runInPlace(engine.pulumi, args, withSkipped(providers.env), (failed) => {
    const skipped = readSkipped(scratch.env);
    scratch.remove();
    providers.end();
    if (!failed && cancel) tellCutOff(engine, cancel);
    if (!failed || !update) return;
    // Whoever looks whether the state was saved sees the first run's: with checkpoints, that is no matter.
    const { PULUMI_SKIP_CHECKPOINTS: _, ...careful } = env;
    if (mayRepeat && stopWaiting(update, skipped)) run(engine, args, careful, false);
    else tellUnready(update);
  });
}

const engine = engineRun(process.env) ?? provision();
if (engine) {
  run(engine, process.argv.slice(2), engine.env, true);
} else {
  console.error("error: the engine was provided but cannot be found: run `npm run tools` and try again");
  process.exitCode = 1;
}
