// `npm run demo` and `npm run demo:down`: makes sure that dependencies are there, then hands over to TypeScript.
const path = require("node:path");
const ensureDependencies = require("../dependencies.cjs");
const { endLike, runInPlace } = require("../shim/run.cjs");

const [command, ...args] = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(
    `error: Node.js ${process.versions.node} is too old: install version 20 or newer from https://nodejs.org.`,
  );
  process.exitCode = 1;
} else if (ensureDependencies()) {
  const script = ["--import", "tsx", path.join(__dirname, `${command}.ts`), ...args];
  runInPlace(process.execPath, script, process.env).then(endLike);
} else {
  process.exitCode = 1;
}
