const fs = require("node:fs");
const path = require("node:path");
const shimEnvironment = require("./environment.cjs");
const { ROOT, readEngine } = require("./record.cjs");

/** Variables that the demo left for its stack, such as the backend and the passphrase file. */
function demoVariables() {
  try {
    return JSON.parse(fs.readFileSync(path.join(ROOT, ".flotilla/env.json"), "utf8"));
  } catch {
    return undefined;
  }
}

/** The engine that `npx pulumi` runs, and the environment that it runs it in; undefined when none was provided yet. */
module.exports = function engineRun(env) {
  const engine = readEngine(env);
  return engine && { ...engine, env: shimEnvironment(env, demoVariables(), engine.env) };
};
