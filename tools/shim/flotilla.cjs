#!/usr/bin/env node
// `npx flotilla`: the command line of this checkout, from one file of JavaScript in this process.
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const readBundle = require("../start/bundle.cjs");
const execute = require("../start/execute.cjs");
const engineRun = require("./engine-run.cjs");
const { ROOT } = require("./record.cjs");
const { endLike, runInPlace } = require("./run.cjs");
const startStackCommands = require("./stack-commands.cjs");

const MAIN = "cli/main.ts";

/** Arguments of Node.js that run the command line from its modules, each for itself. */
function fromModules() {
  const loader = require.resolve("tsx", { paths: [ROOT] });
  return ["--import", loader, path.join(ROOT, MAIN), ...process.argv.slice(2)];
}

async function runBundle() {
  const bundle = await readBundle(ROOT, MAIN);
  // A command that finds types of somebody's own, which happens before it says or changes anything, is run again.
  require.extensions[".ts"] = () => {
    const { status } = spawnSync(process.execPath, fromModules(), { stdio: "inherit" });
    process.exit(status ?? 1);
  };
  execute(bundle);
}

/** Commands that ask about stacks several times. They read the configuration once. */
const ASKING = ["up", "fleet"];

// While the command line is read: it asks soon.
if (ASKING.includes(process.argv[2])) startStackCommands(engineRun(process.env));

// Types of somebody's own are modules that share modules with the command line.
if (process.argv.some((arg) => /^(-t|--types)/.test(arg)))
  runInPlace(process.execPath, fromModules(), process.env).then(endLike);
else runBundle();
