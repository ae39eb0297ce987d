#!/usr/bin/env node
// `npx pulumi`: the user's own Pulumi where there is one, otherwise the pinned engine, built on first use.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const shimEnvironment = require("./environment.cjs");
const { ROOT, readEngine } = require("./record.cjs");
const runInPlace = require("./run.cjs");
const { makeScratch } = require("./scratch.cjs");
const { tellUnready, updateOf } = require("./unready.cjs");

/** Variables that the demo left for its stack, such as the backend and the passphrase file. */
function demoVariables() {
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, ".flotilla/env.json"), "utf8"));
  } catch {
    return undefined;
  }
}

function provision() {
  const args = ["--import", "tsx", path.join(ROOT, "tools/install.ts"), "--only", "engine"];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
  return readEngine(process.env);
}

// Packages ask for `pulumi plugin install` while npm installs them: too early to build anything, and the engine or this
// project's tools bring the plugin anyway.
if (process.env.npm_lifecycle_event === "install") process.exit(0);

const engine = readEngine(process.env) ?? provision();
if (engine) {
  const scratch = makeScratch(shimEnvironment(process.env, demoVariables(), engine.env));
  const args = process.argv.slice(2);
  const update = updateOf(args);
  runInPlace(engine.pulumi, args, scratch.env, (failed) => {
    scratch.remove();
    if (failed && update) tellUnready(update);
  });
} else {
  console.error("error: the engine was provided but cannot be found: run `npm run tools` and try again");
  process.exitCode = 1;
}
