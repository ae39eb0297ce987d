// What Pulumi runs programs with, where `npx pulumi` and `npx flotilla up` start it: PULUMI_LANGUAGE_NODEJS_RUN_PATH names this file.
// This checkout's own program, and what runs it, come from one file: two thirds of the CPU time of a start are saved by it.
const fs = require("node:fs");
const path = require("node:path");
const readBundle = require("./bundle.cjs");
const execute = require("./execute.cjs");

const ROOT = path.resolve(__dirname, "../..");
const INDEX = path.join(ROOT, "index.ts");

/** Whether it is this checkout's program, without modules of somebody's own: those share modules with it, so they need them as files. */
function isOwnProgram() {
  const folder = process.argv[process.argv.indexOf("--pwd") + 1] ?? ".";
  if (fs.realpathSync(folder) !== fs.realpathSync(ROOT)) return false;
  const config = JSON.parse(process.env.PULUMI_CONFIG ?? "{}");
  // Language hosts write keys in one of these ways.
  return !config["flotilla:types"] && !config["flotilla:config:types"];
}

/** Runs the program in one file: `require` gives it for its TypeScript, so nobody has to load a compiler. */
async function runOwn() {
  const { runPulumi, program } = execute(await readBundle(ROOT, "tools/start/program.cjs"));
  require.extensions[".ts"] = (module, name) => {
    if (name !== INDEX) throw new Error(`${name} is not part of the program`);
    module.exports = program();
  };
  delete process.env.PULUMI_NODEJS_TYPESCRIPT;
  runPulumi();
}

if (isOwnProgram()) runOwn();
else require(require.resolve("@pulumi/pulumi/cmd/run", { paths: [process.cwd()] }));
