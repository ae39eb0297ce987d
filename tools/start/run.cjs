// What Pulumi runs programs with, where `npx pulumi` and `npx flotilla up` start it: PULUMI_LANGUAGE_NODEJS_RUN_PATH names this file.
// In front of what Pulumi runs otherwise, which does the work, it leaves out what this checkout's own program does without: more
// than half of the CPU time of a start.
const fs = require("node:fs");
const path = require("node:path");
const readBundle = require("./bundle.cjs");
const leaveOut = require("./leave-out.cjs");

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

/** Makes `require` give the finished program for its TypeScript, so that nobody has to load a compiler. */
function provide({ file, code }) {
  require.extensions[".ts"] = (module, name) => {
    if (name !== INDEX) throw new Error(`${name} is not part of the program`);
    module._compile(code, file);
  };
  delete process.env.PULUMI_NODEJS_TYPESCRIPT;
}

async function run() {
  if (isOwnProgram()) {
    provide(await readBundle(ROOT, "index.ts"));
    leaveOut();
  }
  require(require.resolve("@pulumi/pulumi/cmd/run", { paths: [process.cwd()] }));
}

run();
