// Makes JavaScript of TypeScript where ts-node runs the program, as Pulumi does: tsconfig.json names this file. Never checks
// types, which is what `npm run typecheck` is for; TypeScript's own compiler would take seconds of every start. What was made
// once is kept beside npm's packages: even esbuild would be a third of every start.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const CACHE = path.join(__dirname, "../node_modules/.cache/flotilla/transpiled");
const OPTIONS = { loader: "ts", format: "cjs", target: "node20", sourcemap: "external" };
const MAKER = JSON.stringify([require("esbuild/package.json").version, fs.readFileSync(__filename, "utf8")]);

/** `import("./a")`: Node.js itself finds no TypeScript, so it has to become `require`. Of packages it stays, for ES modules. */
const OWN_FILE_LATER = /\bimport\("\.{1,2}\//;

/** Called by ts-node, whose interface for transpilers this is. */
exports.create = () => ({
  transpile(input, { fileName }) {
    const key = createHash("sha256")
      .update(JSON.stringify([MAKER, fileName, input]))
      .digest("hex");
    const file = path.join(CACHE, key);
    return read(file) ?? write(file, transform(input, fileName));
  },
});

function transform(input, fileName) {
  const { transformSync } = require("esbuild");
  const supported = { "dynamic-import": !OWN_FILE_LATER.test(input) };
  const { code, map } = transformSync(input, { ...OPTIONS, supported, sourcefile: fileName });
  return { outputText: code, sourceMapText: map };
}

/** What was kept, or undefined when there is nothing or when it cannot be used. */
function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** Keeps what was made, where that is possible; a checkout that cannot be written to only starts more slowly. */
function write(file, made) {
  const scratch = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(CACHE, { recursive: true });
    fs.writeFileSync(scratch, JSON.stringify(made));
    fs.renameSync(scratch, file);
  } catch {
    fs.rmSync(scratch, { force: true });
  }
  return made;
}
